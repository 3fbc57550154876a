// Words of the page of notes.
export const words = {
  none: 'You have no notes yet.', text: 'Note', add: 'Add the note', added: 'The note is kept.', when: 'Written',
};
