// Words of the field that sends a file.

export const words = {
  file: 'File', send: 'Upload', rules: (types, most) => `${types}; at most ${most}.`,
  types: { 'application/pdf': 'PDF', 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/gif': 'GIF', 'image/webp': 'WebP', 'text/plain': 'text', 'video/mp4': 'MP4', 'video/webm': 'WebM', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel' },
  sending: 'Sending', checking: 'Checking', broken: 'The connection broke. Choose the same file again to go on.',
};
