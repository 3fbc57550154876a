// Words of the pages of questionnaires.
import { n } from '../words-format.js';

export const words = {
  all: 'All questionnaires', none: 'There is no questionnaire yet.', create: 'New questionnaire', createAbout: 'Its questions come next, as a first version.',
  title: 'Title', type: 'Type', typeHint: 'In capitals, such as FACULTY_IN_CLASSROOM.', versions: 'Versions', version: 'Version',
  versionOf: count => `Version ${n(count)}`, noVersion: 'This questionnaire has no version yet.', state: 'State',
  states: { DRAFT: 'Draft', ACTIVE: 'Active', DEPRECATED: 'Ended', ARCHIVED: 'Put away' }, questions: 'Questions', since: 'Published', copy: 'Copy as draft',
  copyOf: count => `Copy as draft: version ${n(count)}`, write: 'Write a draft', makeDraft: 'Make the draft', schema: 'Sections and questions, as JSON',
  schemaHint: 'The weights sum to 100, and every question names a registered dimension.', noJson: 'That is no JSON.', template: 'Empty sheet',
  publish: 'Publish', published: 'People can answer it now.', deprecate: 'End it', deprecated: 'It is ended.', archive: 'Put away',
  archived: 'The version is put away.', upload: 'Upload answers', submissions: 'Submissions', comments: 'Comments', average: 'Average',
  percent: value => `${n(Number(value))} %`, byDimension: 'By dimension', byTeacher: 'By teacher', teacher: 'Teacher', analyse: 'Analyse',
  question: 'Question', section: 'Section', scale: 'Answers',
  types: { LIKERT_1_5: '1 to 5', LIKERT_1_4: '1 to 4', LIKERT_1_3: '1 to 3', YES_NO: 'yes or no' }, dimension: 'Dimension', weight: 'Weight',
  commentNeeded: 'A comment must be written.', commentWelcome: 'A comment may be written.', answered: 'What was answered', nobody: 'There is no answer yet.',
  comment: 'Comment', source: 'Came by', sources: { person: 'the person', import: 'a sheet' },
};
