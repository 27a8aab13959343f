/** The ticket, promise, proposal or after-sale case that she picked in its list: it stands above everything else on the right. */

import { el } from '../../shared/dom.js';
import { caseCard } from './cases.js';
import { proposalCard } from './proposals.js';
import { promiseLine, ticketCard } from './tickets.js';

const BUILD = {
  ticket: ticketCard,
  proposal: proposalCard,
  case: caseCard,
  promise: (promise, session) => el('article', { class: 'box' }, promiseLine(promise, session)),
};

export const focusNodes = ({ kind, row }, session) => [BUILD[kind](row, session)];
