// Words of the page that a student opens first.
import { n } from '../words-format.js';

export const words = {
  hello: name => `Hello ${name}, this is what waits and what comes next.`, askedAgain: 'Asked again.', until: 'until', withWhom: name => `With ${name}`, progressOf: title => `Progress: ${title}`, more: count => `and ${n(count)} more`,
  figures: { level: 'Level', streak: 'Streak', badges: 'Badges', score: 'Performance' }, xp: count => `${n(count)} XP`, days: count => count === 1 ? 'day' : 'days', ofAll: count => `of ${n(count)}`,
  sections: { progress: 'Level and streak', pending: 'To do', deadlines: 'Coming up', today: 'Today', meetings: 'Meetings', courses: 'Courses', exams: 'Exams', notices: 'News', warnings: 'Warnings', badges: 'New badges', certificates: 'Certificates', activity: 'Recent activity', applications: 'Applications', performance: 'Performance' },
  none: { pending: 'Nothing waits for you.', deadlines: 'Nothing is due.', today: 'No cards today.', meetings: 'No meeting in the next two weeks.', courses: 'No courses yet.', exams: 'No exams yet.', notices: 'No unread news.', warnings: 'No active warnings.', badges: 'No badges yet.', certificates: 'No certificates yet.', activity: 'Nothing yet.', applications: 'No applications.' },
  missing: { late: name => `“${name}” took too long. The rest of the page is complete.`, away: name => `“${name}” cannot be reached at the moment. The rest of the page is complete.`, failed: name => `“${name}” could not be read. The rest of the page is complete.` },
  partial: 'Some of this could not be read, so that something may be missing.', againFor: name => `Try again: ${name}`,
  todos: { exam: 'Take the exam', agreement: 'Sign the agreement', payment: 'Pay the fee', diagnostic: 'Take the diagnostic test', warnings: 'Look at', course: 'Continue', profile: 'Complete your profile' },
  deadlineKinds: { exam_closes: 'Exam closes', meeting_starts: 'Meeting starts', batch_ends: 'Batch ends' },
  applicationStates: { applied: 'Applied', screening: 'In screening', accepted: 'Accepted', paid: 'Paid', batch_allocated: 'Place allocated', enrolled: 'Enrolled', completed: 'Completed', withdrawn: 'Withdrawn', rejected: 'Rejected' },
};
