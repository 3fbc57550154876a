// Words of the pages of files.
import { n } from '../words-format.js';

export const words = {
  all: 'All files', none: 'No file was uploaded yet.', upload: 'Upload a file',
  uploadAbout: 'It becomes yours. If the connection breaks, choose the same file again and it goes on.', kind: 'Kind',
  noKind: 'There is no kind of file that you may upload.',
  kinds: { profile_picture: 'Profile picture', resume: 'Résumé', document: 'Document', recording: 'Recording', aadhaar: 'Aadhaar card', college_id: 'College identity card', transcript: 'Transcript', proof: 'Other proof' },
  states: { uploading: 'Uploading', checking: 'Being checked', ready: 'Ready', refused: 'Refused', aborted: 'Aborted', expired: 'Removed' },
  sent: name => `${name} is uploaded.`, space: (used, quota) => `${used} of ${quota} used`, used: 'Space used',
  stores: { local: 'In a folder of this server', s3: 'In an object store' },
  ours: (files, bytes) => `${files} files of this school, ${bytes} with all versions`, owner: 'Owner', type: 'Type', bytes: 'Size', points: 'Points',
  version: 'Version', since: 'Uploaded', until: 'Removed on', hash: 'SHA-256', name: 'Name', state: 'State', by: 'By', how: 'How',
  picture: name => `Small picture of ${name}`, versions: 'Versions', download: 'Download', downloadVersion: version => `Download version ${n(version)}`,
  openings: 'Who opened it', openingsAbout: 'The link for a download is good for ten minutes.', nobody: 'It was not opened yet.',
  ways: { link: 'Download', picture: 'Small picture' }, remove: 'Remove', removeAsk: name => `Remove ${name}?`,
  removeBody: 'All its versions go. This cannot be undone.', removed: name => `${name} is removed.`,
};
