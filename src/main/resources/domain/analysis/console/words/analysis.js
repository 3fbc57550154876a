// Words of the pages of analyses of comments.
import { n, many } from '../words-format.js';

export const words = {
  all: 'All analyses', none: 'No comments were analysed yet.', create: 'Analyse comments', createAbout: 'You see what there is before anything begins.',
  prepare: 'Look at what there is', scope: 'About', scopes: { FACULTY: 'Teacher', DEPARTMENT: 'Department', CAMPUS: 'Campus' },
  choice: each => `${each.name} (${many(each.comments, 'comment', 'comments')})`, confirm: 'Begin the analysis', begun: 'The analysis has begun.',
  cancel: 'Cancel', cancelled: 'The analysis is cancelled.', awaits: 'Nothing was sent to a worker yet.',
  states: { AWAITING_CONFIRMATION: 'Ready to begin', SENTIMENT_ANALYSIS: 'Reading moods', SENTIMENT_GATE: 'Choosing comments', TOPIC_MODELING: 'Finding topics', TOPIC_LABELING: 'Naming topics', GENERATING_RECOMMENDATIONS: 'Writing recommendations', COMPLETED: 'Completed', FAILED: 'Failed', CANCELLED: 'Cancelled' },
  stages: { sentiment: 'Mood of each comment', gate: 'Choice of comments', embedding: 'Meaning of each comment', topics: 'Topics', labels: 'Names of the topics', recommendations: 'Recommendations' },
  steps: 'How it went',
  pieces: each => `${n(each.done)} of ${n(each.pieces)}${each.failures > 0 ? `, ${many(each.failures, 'answer', 'answers')} unusable` : ''}`,
  warnings: { low_response_rate: 'Fewer than a quarter of the students have answered.', few_submissions: 'Fewer than 30 people have answered.', few_comments: 'There are fewer than 10 comments.', old_enrolments: 'Moodle was not mirrored for a day: the number of students may be old.', few_after_gate: 'Fewer than 30 comments are left for topics.', newest_only: 'Only the newest 2,000 comments are analysed.', half_answered: 'Some comments were not answered by the worker.', no_topic_worker: 'There are no topics: no worker for them is configured.', no_adviser: 'There are no recommendations: neither a worker nor a language model is configured.' },
  submissions: 'Submissions', comments: 'Comments', students: 'Students', topics: 'Topics', topic: 'Topic', mood: 'Mood',
  moods: { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' },
  split: of => `${n(of.positive)} positive, ${n(of.neutral)} neutral, ${n(of.negative)} negative`, advice: 'Recommendations',
  categories: { STRENGTH: 'Strength', IMPROVEMENT: 'To improve' }, priority: level => `${{ HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low' }[level]} priority`,
  plan: 'What to do:', confidence: each => `${{ HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low' }[each.confidence]} confidence`,
  behind: count => `${many(count, 'comment', 'comments')} behind it`, allComments: 'Comments', comment: 'Comment',
  tiers: 'Analyses by themselves',
  tiersAbout: 'On Sundays every teacher, department and campus with new comments since the last finished analysis is analysed.',
  nextRun: 'Next run', lastRun: 'Last run', paused: 'Paused', tierBegun: 'Begun', tierUnchanged: 'Nothing new',
  tierUnderWay: 'Under way already', tierAwaiting: 'Awaiting confirmation', tierFailed: 'Failed', since: 'Prepared', until: 'Ended',
  ignored: 'Results about other comments, ignored',
};
