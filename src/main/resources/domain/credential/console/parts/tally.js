// Counts of a sync of an outside issuer, in one line.
import { number } from '../core.js';
import { words as w } from '../words/tally.js';

const COUNTED = ['read', 'written', 'duplicate', 'noEmail', 'hoursOutOfBounds', 'unverified', 'unreadable', 'later', 'withoutFile'];

/** Writes what a sync has counted; what is 0 is left out. */
export const tally = counts => COUNTED.filter(key => key === 'read' || counts?.[key] > 0).map(key => w.counts[key](number(counts?.[key] || 0))).join(' · ');
