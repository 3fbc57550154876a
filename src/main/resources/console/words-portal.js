// The part of the catalogue for the student portal; words.js has the rest, and leads to it.
import { n, many } from './words-format.js';

export const portal = {
  portal: {
    hello: name => `Hello ${name}, this is what waits and what comes next.`, askedAgain: 'Asked again.', until: 'until', withWhom: name => `With ${name}`, progressOf: title => `Progress: ${title}`, more: count => `and ${n(count)} more`,
    figures: { level: 'Level', streak: 'Streak', badges: 'Badges', score: 'Performance' }, xp: count => `${n(count)} XP`, days: count => count === 1 ? 'day' : 'days', ofAll: count => `of ${n(count)}`,
    sections: { progress: 'Level and streak', pending: 'To do', deadlines: 'Coming up', today: 'Today', meetings: 'Meetings', courses: 'Courses', exams: 'Exams', notices: 'News', warnings: 'Warnings', badges: 'New badges', certificates: 'Certificates', activity: 'Recent activity', applications: 'Applications', profile: 'Profile', documents: 'Documents' },
    none: { pending: 'Nothing waits for you.', deadlines: 'Nothing is due.', today: 'No cards today.', meetings: 'No meeting is booked.', courses: 'No courses yet.', exams: 'No exams yet.', notices: 'No unread news.', warnings: 'No active warnings.', badges: 'No badges yet.', certificates: 'No certificates yet.', activity: 'Nothing yet.', applications: 'No applications.', documents: 'No documents yet.' },
    missing: { late: name => `“${name}” took too long. The rest of the page is complete.`, away: name => `“${name}” cannot be reached at the moment. The rest of the page is complete.`, failed: name => `“${name}” could not be read. The rest of the page is complete.` },
    partial: 'Some of this could not be read, so that something may be missing.', againFor: name => `Try again: ${name}`,
    todos: { exam: 'Take the exam', agreement: 'Sign the agreement', payment: 'Pay the fee', diagnostic: 'Take the diagnostic test', warnings: 'Look at', course: 'Continue', profile: 'Complete your profile', document: 'Send another document' },
    deadlineKinds: { exam_closes: 'Exam closes', meeting_starts: 'Meeting starts', batch_ends: 'Batch ends' },
    applicationStates: { applied: 'Applied', screening: 'In screening', accepted: 'Accepted', paid: 'Paid', batch_allocated: 'Place allocated', enrolled: 'Enrolled', completed: 'Completed', withdrawn: 'Withdrawn', rejected: 'Rejected' },
  },
  portalProfile: {
    about: 'What others see of you, and how complete it is', change: 'Change', verified: 'Verified by your institution', verifiedWhy: 'Roll number, CGPA, branch and year can be changed by an administrator only.', verifiedBy: 'Verified by the institution', completion: 'How complete it is', whole: 'Your profile is complete.', missing: 'This would complete it:',
    parts: { phone: 'Phone number', city: 'City', roll_number: 'Roll number', branch: 'Branch', year: 'Year', cgpa: 'CGPA', skills: 'Three skills', summary: 'A longer summary', link: 'A link', resume: 'A résumé' },
    fields: { email: 'E-mail', phone: 'Phone', city: 'City', rollNumber: 'Roll number', branch: 'Branch', studyYear: 'Year', cgpa: 'CGPA', linkedinUrl: 'LinkedIn', githubUrl: 'GitHub', portfolioUrl: 'Portfolio' },
    resumes: 'Résumés', addResume: 'Add a résumé', resumesAway: 'Your résumés cannot be read at the moment. The rest of the page is complete.', noResume: 'No résumé yet.', primary: 'Shown to others', makePrimary: 'Show this one', chosen: 'Others see this résumé now.', sent: 'The résumé is there.', download: 'Download',
    views: 'Who looked at your profile', noViews: 'No one has looked yet.', gone: 'A person whose account is closed', times: count => many(count, 'time that day', 'times that day'), recorded: 'The student sees that you opened this profile.', performance: 'Performance',
  },
  portalDocuments: {
    about: 'What you have sent, what became of it, and who opened it', add: 'Send a document', none: 'No documents yet. Your institution tells you which ones it needs.', kind: 'Kind', kinds: { aadhaar: 'Aadhaar card', college_id: 'College identity card', transcript: 'Transcript', proof: 'Other proof' },
    states: { submitted: 'Waits to be verified', verified: 'Verified', rejected: 'Not accepted' }, sentAt: 'sent', decidedAt: 'decided', sent: 'The document is sent. It is verified by a person.', download: 'Download', again: 'Send a better one', openings: 'Who opened it', unopened: 'No one has opened it.',
    aadhaar: 'Aadhaar number', aadhaarAbout: 'The number is kept encrypted. Only its last four digits are ever shown, and after 180 days it is forgotten.', number: 'Twelve digits', ends: digits => `Ends in ${digits}`, forget: 'Forget it', forgetAsk: 'Forget the number?', forgetBody: 'You can give it again at any time.',
    nothingWaits: 'No documents.', gone: 'account closed', look: 'Download to look at it', verify: 'Verify', reject: 'Do not accept', reason: 'Reason', reasonHint: 'The student reads it.', verifiedNow: 'Verified. The student is told.', rejectedNow: 'Not accepted. The student is told.', log: 'What became of it',
  },
  portalTimeline: {
    about: 'Courses, XP, badges, meetings, credentials, messages and documents in one list', show: 'Show', none: 'Nothing has happened yet.', something: 'A course', earned: (what, xp) => `${what}: ${xp} XP`, sources: { course: 'Course', xp: 'XP', badge: 'Badge', meeting: 'Meeting', credential: 'Credential', message: 'Message', document: 'Document' },
    happened: { begun: title => `Begun: ${title}`, completed: title => `Completed: ${title}`, booked: title => `Booked: ${title}`, missed: title => `Missed: ${title}`, issued: title => `Issued: ${title}` },
  },
};
