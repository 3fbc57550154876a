// Words of a timeline.

export const words = {
  about: 'Courses, XP, badges, meetings, credentials, messages, documents, and activities and grades in Moodle in one list', recorded: 'The student sees that you opened this timeline.', show: 'Show', none: 'Nothing has happened yet.', something: 'A course', earned: (what, xp) => `${what}: ${xp} XP`, sources: { course: 'Course', xp: 'XP', badge: 'Badge', meeting: 'Meeting', credential: 'Credential', message: 'Message', document: 'Document', moodle: 'Moodle' },
  graded: (title, percent) => `Grade ${percent} %: ${title}`, happened: { activity: title => `Handed in or done: ${title}`,
    begun: title => `Begun: ${title}`, completed: title => `Completed: ${title}`, booked: title => `Booked: ${title}`, missed: title => `Missed: ${title}`, issued: title => `Issued: ${title}`, revoked: title => `Revoked: ${title}` },
};
