// Words of the page of one's own data.
import { many, n } from '../words-format.js';

export const words = {
  copy: 'A copy of your data', copyAbout: 'One file with everything that is kept of you here. It is made in the background and can be downloaded for a week.',
  make: 'Make a copy', makeAnother: 'Make a new copy', making: rows => `Your copy is being made: ${many(rows, 'row', 'rows')} so far.`, asked: 'Your copy is being made.',
  ready: 'Your copy is ready.', failed: 'The copy could not be made. Please try again.', states: { queued: 'Being made', completed: 'Ready', failed: 'Failed' },
  download: 'Download', fileName: 'my-data.json', madeAt: 'Made', rows: 'Rows', size: 'Size', keptUntil: 'Kept until',
  bytes: count => count < 1_048_576 ? `${n(Math.max(1, Math.round(count / 1024)))} kB` : `${n(Math.round(count / 104_857.6) / 10)} MB`,
  erase: 'Erase my account', eraseAbout: 'For people who want to leave for good.', begin: 'Erase my account …',
  warnings: days => [
    days === 0 ? 'It begins at once and cannot be stopped.' : `It takes effect ${many(days, 'day', 'days')} after you ask for it. Until then you can cancel it here, and your account works as before.`,
    'Then you are signed out everywhere and cannot sign in again.', 'Your profile, progress, XP, badges, messages, files and certificates are removed for good.',
    'Amounts in ledgers stay, without anything that leads to you.', 'What Mr. Learn, Moodle and other outside systems have of you must be erased there.',
  ],
  copyFirst: 'Make a copy of your data first: afterwards there is none.',
  ask: 'Erase this account?', typeEmail: email => `To go on, type your e-mail address: ${email}`, email: 'Your e-mail address', otherEmail: 'This is not the address of your account.',
  understood: 'I understand that my account and my data will be removed.',
  confirm: days => days === 0 ? 'Erase my account now' : `Erase my account in ${many(days, 'day', 'days')}`, planned: 'The erasure of your account is planned.',
  waiting: 'Your account will be erased on', waitingAbout: 'Until then everything works as before.', keepMe: 'Keep my account', kept: 'The erasure is cancelled. Your account stays.',
  running: 'Your account is being erased. You will be signed out in a moment.',
};
