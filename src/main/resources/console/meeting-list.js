// My meetings; a student books one here, a mentor offers time for them.
import { doing, element, get, post, say, time } from '/console/console.js';

const HOUR_MS = 3_600_000;

const mayOffer = user => ['EXPERT', 'ADMIN', 'SUPERADMIN'].includes(user.role)
  || user.capabilities.includes('super_mentor');

export async function list(main, user) {
  const from = new Date(Date.now() - 4 * HOUR_MS).toISOString();
  const [bookings, slots] = await Promise.all([get(`/api/bookings?state=booked&from=${from}&limit=100`),
    get(`/api/slots?limit=20${mayOffer(user) ? `&mentorId=${user.id}` : ''}`)]);
  main.append(...meetings(bookings.items, user));
  if (mayOffer(user)) {
    main.append(...offer(), ...open(slots.items, 'Time that you offer', 'You do not offer any time at the moment.'));
  } else {
    main.append(...open(slots.items, 'Book a meeting', 'No mentor offers time at the moment.', book));
  }
}

function meetings(all, user) {
  const upcoming = all.toReversed(); // the next one first
  return [element('h2', {}, 'Yours'), upcoming.length === 0 && element('p', { class: 'soft' }, 'Nothing is booked.'),
    element('ul', { class: 'cards' }, ...upcoming.map(booking => element('li', { class: 'card' },
      element('strong', {}, booking.title),
      element('p', {}, time(booking.startsAt), ' to ', time(booking.endsAt)),
      element('p', { class: 'soft' }, booking.mentorId === user.id ? 'You are the mentor.' : 'With your mentor.'),
      element('div', { class: 'row' },
        element('a', { class: 'button', href: `#id=${booking.id}`, 'aria-label': `Open ${booking.title}` }, 'Open'),
        cancel(booking)))))].filter(Boolean);
}

function cancel(booking) {
  const button = element('button', { class: 'quiet', type: 'button', 'aria-label': `Cancel ${booking.title}` },
    'Cancel');
  button.addEventListener('click', () => doing(button, async () => {
    await post(`/api/bookings/${booking.id}/cancel`);
    location.reload();
  }));
  return button;
}

function open(slots, title, none, action) {
  return [element('h2', {}, title), slots.length === 0 ? element('p', { class: 'soft' }, none)
    : element('ul', { class: 'cards' }, ...slots.map(slot => element('li', { class: 'card' },
      element('p', {}, time(slot.startsAt), ' to ', time(slot.endsAt)), action?.(slot))))];
}

function book(slot) {
  const title = element('input', { name: 'title', required: true, maxlength: 200, value: 'Mentor call' });
  const button = element('button', {}, 'Book');
  const form = element('form', {}, element('label', {}, 'What it is about', title), button);
  form.addEventListener('submit', event => {
    event.preventDefault();
    doing(button, async () => {
      await post('/api/bookings', { slotId: slot.id, title: title.value });
      location.reload();
    });
  });
  return form;
}

/** Local times, as the browser's own field gives them. */
function offer() {
  const soon = new Date(Date.now() + 120_000);
  const local = new Date(soon.getTime() - soon.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const start = element('input', { name: 'start', type: 'datetime-local', required: true, value: local });
  const minutes = element('input', { name: 'minutes', type: 'number', min: 10, max: 240, value: 30, required: true });
  const button = element('button', {}, 'Offer it');
  const form = element('form', { class: 'narrow' }, element('label', {}, 'From', start),
    element('label', {}, 'Minutes', minutes), button);
  form.addEventListener('submit', event => {
    event.preventDefault();
    doing(button, async () => {
      const startsAt = new Date(start.value);
      await post('/api/slots', { startsAt: startsAt.toISOString(),
        endsAt: new Date(startsAt.getTime() + minutes.valueAsNumber * 60_000).toISOString() });
      say('Students can book it now.', 'good');
      location.reload();
    });
  });
  return [element('h2', {}, 'Offer time'), form];
}
