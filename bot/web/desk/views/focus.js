/** The ticket, promise or proposal that she picked in its list: it stands above everything else on the right. */

import { el } from '../../shared/dom.js';
import { proposalCard } from './proposals.js';
import { promiseLine, ticketCard } from './tickets.js';

const BUILD = {
  ticket: ticketCard,
  proposal: proposalCard,
  promise: (promise, session) => el('article', { class: 'box' }, promiseLine(promise, session)),
};

export const focusNodes = ({ kind, row }, session) => [BUILD[kind](row, session)];
