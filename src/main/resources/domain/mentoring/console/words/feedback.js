// Words of the feedback after a meeting, of a student's scorecard and of the mentors' leaderboard.
import { many, n } from '../words-format.js';

export const words = {
  back: 'My meetings', with: name => `Meeting with ${name}`, until: 'You can give and change your feedback until', final: 'Both of you have given feedback. As you can see the rating, your feedback stays as it is.', closed: 'Feedback on this meeting can be read here.', save: 'Save', thanks: 'Your feedback is saved.',
  choose: 'Choose', marks: { 5: '5, excellent', 4: '4, good', 3: '3, fair', 2: '2, weak', 1: '1, poor' }, yes: 'Yes', no: 'No',
  rate: 'How was the mentor?', stars: 'Rating', onTime: 'The mentor was there in time', wasHow: 'What fits', comment: 'Comment', commentHint: 'The mentor reads it after giving feedback to you, or after 7 days.',
  tags: { clear: 'Explained clearly', prepared: 'Was prepared', practical: 'Gave practical advice', patient: 'Was patient', encouraging: 'Was encouraging', rushed: 'Was in a hurry', unprepared: 'Was not prepared', off_topic: 'Strayed from the topic' },
  rating: 'The rating of the mentor', noRating: 'No rating was given.', ratingHidden: 'No rating yet, or it is shown once you have given your feedback.',
  review: 'How did the student do?', reviewed: 'Feedback of the mentor', noReview: 'The mentor has not given feedback yet.',
  criteria: { technical_knowledge: 'Technical knowledge', problem_solving: 'Problem solving', communication: 'Communication', confidence: 'Confidence', content: 'Content', structure: 'Structure', impact: 'Impact', goals: 'Clear goals', preparation: 'Preparation', progress: 'Progress' },
  verdict: 'Recommendation', verdicts: { ready: 'Ready', needs_practice: 'Needs practice', not_ready: 'Not ready yet' }, strengths: 'Strengths', improve: 'To improve', privateNote: 'Private note', privateHint: 'It is shown to you alone. Students who ask for a copy of their data get it, too.',
  scorecard: 'Scorecard', scorecardAbout: 'Means of what mentors scored after calls, out of 5.', criterion: 'Criterion', mean: 'Mean', recent: 'Last 90 days', count: 'Calls', noScores: 'No mentor has given feedback yet.', latest: 'Latest feedback',
  remark: (name, kind) => [name, kind].filter(Boolean).join(', '), overTime: 'By month', month: 'Month', score: number => number == null ? '–' : n(number),
  board: 'Leaderboard', boardAbout: 'Mentors by calls held, then by rating.', place: number => `${n(number)}.`, mentor: 'Mentor', held: 'Calls held', rated: (rating, ratings) => ratings === 0 ? 'Not rated yet' : `${n(rating)} of 5 (${many(ratings, 'rating', 'ratings')})`,
  punctual: 'In time', percent: number => number == null ? '–' : `${n(number)} %`, days: 'Period', periods: { 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last year' }, noLeaders: 'No mentor has held a call in this time.',
  onBoard: 'Show me on the leaderboard', boardSaved: 'Your wish is saved.',
};
