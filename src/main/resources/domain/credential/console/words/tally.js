// Words of what a sync of an outside issuer has counted.

export const words = {
  counts: { read: count => `${count} read`, written: count => `${count} new`, duplicate: count => `${count} here already`, noEmail: count => `${count} without an e-mail address`, hoursOutOfBounds: count => `${count} of too many or too few hours`, unverified: count => `${count} not confirmed by the issuer`, unreadable: count => `${count} not readable`, later: count => `${count} left for the next sync`, withoutFile: count => `${count} kept without the certificate` },
};
