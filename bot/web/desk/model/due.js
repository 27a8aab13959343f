/** Whether the time for a promise runs out, or has. Pure but for the server's time. */

import { serverNow } from './clock.js';

const SOON_MS = 1_800_000;

export const minutesLeft = ({ due_at: due }) => Math.max(0, Math.ceil((Date.parse(due) - serverNow()) / 60_000));

/** Whoever sees it can still keep the word. */
export const isDueSoon = ({ state, due_at: due }) => state === 'open' && Date.parse(due) >= serverNow() && Date.parse(due) < serverNow() + SOON_MS;

export const isOverdue = ({ state, due_at: due }) => state === 'broken' || (state === 'open' && Date.parse(due) < serverNow());
