// Lists from which forms and filters choose another thing.
export const people = query => ({ list: '/api/admin/users', query, text: user => `${user.fullName}, ${user.email}` });
export const batches = { list: '/api/admin/batches', text: batch => `${batch.name} (${batch.code})` };
export const courses = { list: '/api/graphy/sync/courses', search: null, text: course => course.courseTitle || course.title };
