// Words of documents and their states.

export const words = {
  about: 'What you have sent, what became of it, and who opened it', add: 'Send a document', none: 'No documents yet. Your institution tells you which ones it needs.', kind: 'Kind', kinds: { aadhaar: 'Aadhaar card', college_id: 'College identity card', transcript: 'Transcript', proof: 'Other proof' },
  states: { submitted: 'Waits to be verified', verified: 'Verified', rejected: 'Not accepted' }, sentAt: 'sent', decidedAt: 'decided', sent: 'The document is sent. It is verified by a person.', download: 'Download', again: 'Send a better one', openings: 'Who opened it', unopened: 'No one has opened it.',
  aadhaar: 'Aadhaar number', aadhaarAbout: 'The number is kept encrypted. Only its last four digits are ever shown, and after 180 days it is forgotten.', number: 'Twelve digits', ends: digits => `Ends in ${digits}`, forget: 'Forget it', forgetAsk: 'Forget the number?', forgetBody: 'You can give it again at any time.',
  nothingWaits: 'No documents.', gone: 'account closed', look: 'Download to look at it', verify: 'Verify', reject: 'Do not accept', reason: 'Reason', reasonHint: 'The student reads it.', verifiedNow: 'Verified. The student is told.', rejectedNow: 'Not accepted. The student is told.', log: 'What became of it',
};
