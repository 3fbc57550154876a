// Words of the pages of mentors: finding and booking one, and a mentor's own profile and hours.
import { many, n } from '../words-format.js';

const MONTH = new Intl.DateTimeFormat('en-IN', { month: 'long', timeZone: 'UTC' });
const NOW = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', timeZone: 'Asia/Kolkata' });
const inMonth = month => month.startsWith(NOW.format(new Date())) ? 'this month' : `in ${MONTH.format(new Date(month))}`;

export const words = {
  price: ({ tokens, freeReason, batch, month }) => freeReason === 'setting' ? 'Free: calls with mentors cost nothing'
    : freeReason === 'batch' ? `Free: your batch includes mentoring${batch.perMonth ? `, ${n(batch.left)} of ${n(batch.perMonth)} left ${inMonth(month)}` : ''}`
      : `${many(tokens, 'token', 'tokens')}${batch ? `. The ${many(batch.perMonth, 'free call', 'free calls')} of your batch ${inMonth(month)} are used up.` : ''}`,
  about: 'Find a mentor by skill, company and free time, and book a call.', tabs: { '': 'Find a mentor', leaderboard: 'Leaderboard', profile: 'My profile', hours: 'My hours' }, studentTabs: { '': 'Find a mentor', leaderboard: 'Leaderboard' },
  name: 'Name or word', skill: 'Skill', company: 'Company', kind: 'Kind of call', any: 'Any', stars: 'Rating of at least', day: 'Free on', find: 'Find', none: 'No mentor fits.', noneWhy: 'Try fewer words, or another day.',
  kinds: { technical_mock: 'Technical mock interview', resume_review: 'Résumé review', career_guidance: 'Career guidance', super_mentor: 'Meeting with a super mentor' },
  rated: (rating, ratings) => ratings === 0 ? 'Not rated yet' : `${n(rating)} of 5 (${many(ratings, 'rating', 'ratings')})`, held: count => many(count, 'call held', 'calls held'),
  decides: 'Decides about each request', see: 'Profile and times', work: (role, company) => [role, company].filter(Boolean).join(', '),
  languages: 'Languages', institute: 'Institute', zone: 'Time zone', categories: 'Fields', back: 'All mentors', times: 'Free times',
  keptUntil: 'This time is kept for you until', topic: 'Topic', topicHint: 'The mentor reads it before the call.', notes: 'Notes for the mentor', book: 'Book', request: 'Ask for this time',
  booked: 'The call is booked. Both of you get an e-mail with a calendar entry.', requested: 'The mentor is asked. You get an e-mail with the answer.', movable: 'You can move or cancel it at no cost until', fixed: 'It begins too soon to be moved, or to be cancelled at no cost.',
  listed: 'Students find me', role: 'Role', description: 'About me', save: 'Save', saved: 'Your profile is saved.', commas: 'Separate them with commas.',
  hoursAbout: 'Students can book these hours, in your own time zone. What is booked stays booked.', weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], weekday: 'Day', from: 'From', until: 'Until',
  addHours: 'Add hours', remove: 'Remove', removeHours: (day, from) => `Remove ${day} ${from}`, slotMinutes: 'Minutes of a call', horizon: 'Days ahead', exceptions: 'Days off', exceptionsHint: 'Days such as 2027-01-26, separated by commas. No call can be booked on them.',
  hoursSaved: 'Your hours are saved. Students can book them now.', noHours: 'No hours yet. Students cannot book you by the week.',
};
