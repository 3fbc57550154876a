// Words of a profile.
import { many } from '../words-format.js';

export const words = {
  about: 'What others see of you, and how complete it is', change: 'Change', verified: 'Verified by your institution', verifiedWhy: 'Roll number, CGPA, branch and year can be changed by an administrator only.', verifiedBy: 'Verified by the institution', completion: 'How complete it is', whole: 'Your profile is complete.', missing: 'This would complete it:',
  parts: { phone: 'Phone number', city: 'City', roll_number: 'Roll number', branch: 'Branch', year: 'Year', cgpa: 'CGPA', skills: 'Three skills', summary: 'A longer summary', link: 'A link', resume: 'A résumé' },
  fields: { email: 'E-mail', phone: 'Phone', city: 'City', rollNumber: 'Roll number', branch: 'Branch', studyYear: 'Year', cgpa: 'CGPA', linkedinUrl: 'LinkedIn', githubUrl: 'GitHub', portfolioUrl: 'Portfolio' },
  resumes: 'Résumés', resume: 'Résumé', addResume: 'Add a résumé', resumesAway: 'Your résumés cannot be read at the moment. The rest of the page is complete.', noResume: 'No résumé yet.', primary: 'Shown to others', makePrimary: 'Show this one', chosen: 'Others see this résumé now.', sent: 'The résumé is there.', download: 'Download',
  views: 'Who looked at your profile', noViews: 'No one has looked yet.', gone: 'A person whose account is closed', times: count => many(count, 'time that day', 'times that day'), recorded: 'The student sees that you opened this profile.', performance: 'Performance', 
  verify: 'Verify', verifyAbout: 'Roll number, branch, year and CGPA as your institution knows them. The student cannot change them then.', verifiedNow: 'Verified. Only an administrator changes these now.', again: 'Verify again', release: 'Let the student change them', released: 'The student can change them again.',
};
