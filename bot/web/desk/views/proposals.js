/** Money matters: what a person decides, and what became of it. */

import { button, el } from '../../shared/dom.js';
import { yuan } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { askSettle } from './order-questions.js';
import { chip, when } from './parts.js';
import { askReject } from './questions.js';

export function proposalNodes({ proposals }, { session }) {
  const decided = ({ state }) => Number(!['open', 'refused', 'unknown'].includes(state));
  return [...proposals].sort((left, right) => decided(left) - decided(right)).map((proposal) => proposalCard(proposal, session));
}
proposalNodes.count = ({ proposals }) => proposals.length;

/** @param {object} proposal @returns {HTMLElement} */
export function proposalCard(proposal, session) {
  const { kind, amount_fen: fen, reason, order_id: order, state, made_by: maker } = proposal;
  return el('article', { class: 'box' },
    el('p', { class: 'line' }, el('b', { class: 'grow', text: WORDS.kinds[kind] || kind }), el('strong', { class: 'price', text: yuan(fen) })),
    reason && el('p', { text: reason, dir: 'auto' }),
    el('p', { class: 'quiet small', text: [order && `${WORDS.order} ${order}`, maker ? WORDS.madeBy(maker) : WORDS.madeByBot].filter(Boolean).join(' · ') }),
    state === 'open'
      ? el('div', { class: 'box-acts' }, button('plain', WORDS.reject, () => askReject(session, proposal)),
        button('primary', WORDS.approve, (event) => approve(event.currentTarget, proposal, session)))
      : decidedLine(proposal),
    session.desk.supervises && settling(proposal, session));
}

function decidedLine({ state, decided_by: by, decided_at: at, decision_reason: why, pay_reason: held, reference, arrives_at: arrives }) {
  const said = [by, when(at), why, WORDS.payReasons[held], reference, state === 'paid' && arrives && WORDS.arrives(when(arrives))];
  return el('p', { class: 'quiet small' }, chip(WORDS.proposalState[state] || state, `status-${state}`), ` ${said.filter(Boolean).join(' · ')}`);
}

function settling(proposal, session) {
  const offered = { unknown: ['again', 'paid', 'unpaid'], refused: ['paid', 'unpaid'] }[proposal.state];
  return offered && el('div', { class: 'box-acts' }, ...offered.map((outcome) => button('plain', WORDS.settling[outcome], () => askSettle(session, proposal, outcome))));
}

async function approve(pressed, proposal, session) {
  pressed.disabled = true;
  await session.acts.decide(proposal.proposal_id, 'approve');
  pressed.disabled = false;
}
