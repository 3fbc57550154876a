// The part of the catalogue for questionnaires and what their comments say; words.js has the rest, and leads to it.
import { n, many } from './words-format.js';

export const asked = {
  questionnaires: {
    all: 'All questionnaires', none: 'There is no questionnaire yet.', create: 'New questionnaire', createAbout: 'Its questions come next, as a first version.', title: 'Title', type: 'Type', typeHint: 'In capitals, such as FACULTY_IN_CLASSROOM.',
    versions: 'Versions', version: 'Version', versionOf: count => `Version ${n(count)}`, noVersion: 'This questionnaire has no version yet.', state: 'State', states: { DRAFT: 'Draft', ACTIVE: 'Active', DEPRECATED: 'Ended', ARCHIVED: 'Put away' },
    questions: 'Questions', since: 'Published', copy: 'Copy as draft', copyOf: count => `Copy as draft: version ${n(count)}`, write: 'Write a draft', makeDraft: 'Make the draft', schema: 'Sections and questions, as JSON',
    schemaHint: 'The weights sum to 100, and every question names a registered dimension.', noJson: 'That is no JSON.', template: 'Empty sheet', publish: 'Publish', published: 'People can answer it now.', deprecate: 'End it', deprecated: 'It is ended.',
    archive: 'Put away', archived: 'The version is put away.', upload: 'Upload answers', submissions: 'Submissions', comments: 'Comments', average: 'Average', percent: value => `${n(Number(value))} %`, byDimension: 'By dimension', byTeacher: 'By teacher', teacher: 'Teacher',
    analyse: 'Analyse', question: 'Question', section: 'Section', scale: 'Answers', types: { LIKERT_1_5: '1 to 5', LIKERT_1_4: '1 to 4', LIKERT_1_3: '1 to 3', YES_NO: 'yes or no' }, dimension: 'Dimension', weight: 'Weight',
    commentNeeded: 'A comment must be written.', commentWelcome: 'A comment may be written.', answered: 'What was answered', nobody: 'There is no answer yet.', comment: 'Comment', source: 'Came by', sources: { person: 'the person', import: 'a sheet' },
  },

  analysis: {
    all: 'All analyses', none: 'No comments were analysed yet.', create: 'Analyse comments', createAbout: 'You see what there is before anything begins.', prepare: 'Look at what there is', scope: 'About', scopes: { FACULTY: 'Teacher', DEPARTMENT: 'Department', CAMPUS: 'Campus' },
    choice: each => `${each.name} (${many(each.comments, 'comment', 'comments')})`, confirm: 'Begin the analysis', begun: 'The analysis has begun.', cancel: 'Cancel', cancelled: 'The analysis is cancelled.', awaits: 'Nothing was sent to a worker yet.',
    states: { AWAITING_CONFIRMATION: 'Ready to begin', SENTIMENT_ANALYSIS: 'Reading moods', SENTIMENT_GATE: 'Choosing comments', TOPIC_MODELING: 'Finding topics', TOPIC_LABELING: 'Naming topics', GENERATING_RECOMMENDATIONS: 'Writing recommendations', COMPLETED: 'Completed', FAILED: 'Failed', CANCELLED: 'Cancelled' },
    stages: { sentiment: 'Mood of each comment', gate: 'Choice of comments', embedding: 'Meaning of each comment', topics: 'Topics', labels: 'Names of the topics', recommendations: 'Recommendations' },
    steps: 'How it went', pieces: each => `${n(each.done)} of ${n(each.pieces)}${each.failures > 0 ? `, ${many(each.failures, 'answer', 'answers')} unusable` : ''}`,
    warnings: { low_response_rate: 'Fewer than a quarter of the students have answered.', few_submissions: 'Fewer than 30 people have answered.', few_comments: 'There are fewer than 10 comments.', old_enrolments: 'Moodle was not mirrored for a day: the number of students may be old.',
      few_after_gate: 'Fewer than 30 comments are left for topics.', newest_only: 'Only the newest 2,000 comments are analysed.', half_answered: 'Some comments were not answered by the worker.', no_topic_worker: 'There are no topics: no worker for them is configured.', no_adviser: 'There are no recommendations: neither a worker nor a language model is configured.' },
    submissions: 'Submissions', comments: 'Comments', students: 'Students', topics: 'Topics', topic: 'Topic', mood: 'Mood', moods: { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' }, split: of => `${n(of.positive)} positive, ${n(of.neutral)} neutral, ${n(of.negative)} negative`,
    advice: 'Recommendations', categories: { STRENGTH: 'Strength', IMPROVEMENT: 'To improve' }, priority: level => `${{ HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low' }[level]} priority`, plan: 'What to do:',
    confidence: each => `${{ HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low' }[each.confidence]} confidence`, behind: count => `${many(count, 'comment', 'comments')} behind it`, allComments: 'Comments', comment: 'Comment', tiers: 'Analyses by themselves', tiersAbout: 'On Sundays every teacher, department and campus with new comments since the last finished analysis is analysed.', nextRun: 'Next run', lastRun: 'Last run', paused: 'Paused', tierBegun: 'Begun', tierUnchanged: 'Nothing new', tierUnderWay: 'Under way already',
    since: 'Prepared', until: 'Ended', ignored: 'Results about other comments, ignored',
  },
};
