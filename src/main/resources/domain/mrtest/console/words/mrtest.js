// Words of an administrator’s pages of Mr. Test.
import { n, many } from '../words-format.js';

export const words = {
  parts: 'Mr. Test', tabs: { configs: 'What is mirrored', exams: 'Exams', submissions: 'Submissions', students: 'Students', scores: 'Scores of sheets' },
  session: 'Sign in to Mr. Test', username: 'User name of a staff account', password: 'Password', logIn: 'Sign in', logOut: 'Sign out',
  logOutAsk: 'Sign out of Mr. Test?', logOutBody: 'Nothing is mirrored until an administrator signs in again.', loggedIn: 'Signed in to Mr. Test.',
  as: name => `Signed in as ${name}.`, add: 'Mirror exams', none: 'No exams are mirrored yet.', run: 'Sync now', started: 'The sync begins.',
  vanish: 'Nothing more is read of these exams. What was mirrored stays.', oneHint: 'Give one of exam, batch and tag.',
  hoursHint: 'Hours between two syncs, 1 to 720.', runs: 'Last runs', noRuns: 'No run yet.', when: 'When', result: 'Result', did: 'What it did',
  counts: of => `${n(of['submissions.read'] || 0)} submissions read, ${n(of['submissions.inserted'] || 0)} new, ${n(of['submissions.updated'] || 0)} changed, ${n(of['analysis.read'] || 0)} with questions`,
  blocked: count => `${many(count, 'page', 'pages')} not read`, unbalanced: 'The books do not balance.',
  states: { idle: 'Nothing yet', running: 'Running', success: 'Completed', incomplete: 'Incomplete', failed: 'Failed', unauthenticated: 'Login refused', email: 'By e-mail', phone: 'By phone', ambiguous: 'Several accounts', none: 'No account' },
  marking: { submitted: 'Marked', under_evaluation: 'Under evaluation' }, examsAbout: 'Exams of Mr. Test, and how they went',
  submissionsAbout: 'Attempts of students, with each question', studentsAbout: 'Students of Mr. Test, and their accounts here',
  scoresAbout: 'Scores that were imported from sheets', noExams: 'No exams were mirrored yet.', noSubmissions: 'No submissions were mirrored yet.',
  noStudents: 'No students were mirrored yet.', noScores: 'No scores were imported yet.', questions: 'Questions',
  notRead: 'The page with the questions could not be read. The next sync tries again.', notAnalysed: 'The questions were not read yet.',
  accuracy: of => `Accuracy ${of.accuracy ?? '–'} %, percentile ${of.percentile ?? '–'}, ${many(of.seconds ?? 0, 'second', 'seconds')}`, question: 'Question',
  answer: 'Answer', marks: 'Marks', seconds: 'Seconds', verdicts: { correct: 'Correct', wrong: 'Wrong', skipped: 'Skipped' }, makeAccount: 'Make an account',
  made: 'The account is made.', there: 'There is an account already.', sheet: 'Import a sheet',
};
