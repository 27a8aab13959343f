/** Money matters that the bot proposed and a person decides. */

import { button, el } from '../../shared/dom.js';
import { yuan } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { chip, when } from './parts.js';
import { askReject } from './questions.js';

export function proposalNodes({ proposals }, { session }) {
  const decided = ({ state }) => Number(state !== 'open');
  return [...proposals].sort((left, right) => decided(left) - decided(right)).map((proposal) => proposalCard(proposal, session));
}
proposalNodes.count = ({ proposals }) => proposals.length;

/** @param {object} proposal @returns {HTMLElement} */
export function proposalCard(proposal, session) {
  const { kind, amount_fen: fen, reason, order_id: order, state, decided_by: by, decided_at: at, decision_reason: why } = proposal;
  return el('article', { class: 'box' },
    el('p', { class: 'line' }, el('b', { class: 'grow', text: WORDS.kinds[kind] || kind }), el('strong', { class: 'price', text: yuan(fen) })),
    reason && el('p', { text: reason, dir: 'auto' }), order && el('p', { class: 'quiet small', text: `${WORDS.order} ${order}` }),
    state === 'open'
      ? el('div', { class: 'box-acts' }, button('plain', WORDS.reject, () => askReject(session, proposal)),
        button('primary', WORDS.approve, (event) => approve(event.currentTarget, proposal, session)))
      : el('p', { class: 'quiet small' }, chip(WORDS.proposalState[state], `status-${state}`), ` ${[by, when(at), why].filter(Boolean).join(' · ')}`));
}

async function approve(pressed, proposal, session) {
  pressed.disabled = true;
  await session.acts.decide(proposal.proposal_id, 'approve');
  pressed.disabled = false;
}
