// Writes numbers in the words of the catalogue.
export const n = value => new Intl.NumberFormat('en-IN').format(value);
export const many = (count, one, more) => `${n(count)} ${count === 1 ? one : more}`;
export const seconds = value => value < 90 ? many(value, 'second', 'seconds') : many(Math.round(value / 60), 'minute', 'minutes');
export const signed = amount => `${amount < 0 ? '−' : '+'}${n(Math.abs(amount))} XP`;
