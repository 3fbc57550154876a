// Words of a student’s exams.

export const words = {
  about: 'Exams of your batches', none: 'No exams yet', noneWhy: 'They appear here when your batch has some.',
  states: { live: 'Open now', locked: 'Locked', upcoming: 'To come', missed: 'Missed', completed: 'Completed', under_evaluation: 'Being marked' },
  mandatory: 'Mandatory', launch: 'Take the exam', starts: 'Opens', ends: 'Closes', minutes: 'Minutes', best: 'Best result', attempts: 'Attempts',
  scored: (score, passed) => `${score}, ${passed ? 'passed' : 'not passed'}`, report: 'Each question', notAnalysed: 'The questions were not read yet.',
  question: 'Question', answer: 'Answer', marks: 'Marks', seconds: 'Seconds', why: 'Why',
  verdicts: { correct: 'Correct', wrong: 'Wrong', skipped: 'Skipped' },
};
