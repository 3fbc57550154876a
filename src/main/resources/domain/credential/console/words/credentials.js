// Words of the pages of credentials.
import { n } from '../words-format.js';

export const words = {
  parts: 'Credentials', issuers: 'Issuers', log: 'Log',
  states: { issued: 'Issued', unclaimed: 'Not claimed yet', claimed: 'Claimed', revoked: 'Revoked', approved: 'Approved', blocked: 'Blocked' },
  issue: 'Issue a credential', none: 'Nothing was issued yet.', waits: 'waits', page: 'Page of checks', table: 'Issue from a sheet', revoke: 'Revoke',
  revokeAsk: title => `Revoke “${title}”?`, revokeBody: 'It cannot be undone. Everybody who checks it is told so, with the reason.',
  revoked: 'The credential is revoked.', reason: 'Reason', reasonHint: 'Everybody sees it.', addIssuer: 'Add an issuer',
  issuersAbout: 'Who issues credentials here, and the keys of their systems',
  slugHint: 'Short name in small letters, such as north-campus. It cannot change later.', keys: 'Keys', key: 'Key', used: 'Last used',
  noKeys: 'No key yet: only administrators issue for this issuer.', newKey: 'New key', makeKey: 'Make a key',
  once: 'Copy the key now: it is never shown again.', addressesHint: 'Networks that may use it, one a line, such as 192.0.2.0/24. All if empty.', end: 'End',
  endAsk: name => `End the key “${name}”?`, endBody: 'What uses it is refused at once.', ended: 'The key has ended.', over: 'ended',
  logAbout: 'Every entry is a tree of credentials under one signed root', noLog: 'Nothing was put into the log yet.', head: number => `Entry ${n(number)}`,
  root: 'Root', previous: 'Entry before', signature: 'Signature', outside: 'Outside issuers',
};
