// Words of a learner’s certificates.
import { many } from '../words-format.js';

export const words = {
  states: { revoked: 'Revoked' }, page: 'Page of checks', mine: 'What you were certified', noneYet: 'No certificates yet',
  noneYetWhy: 'They appear here when one is issued to your e-mail address.', hours: number => many(number, 'hour', 'hours'),
  issuedOn: date => `Issued on ${date}`, completedOn: date => `Completed on ${date}`, pdf: 'PDF', badge: 'Open Badge', show: 'Show my name to everybody',
  hide: 'Hide my name', shown: 'Everybody with the link sees your name and the PDF.', hidden: 'Everybody with the link sees your initials only.',
};
