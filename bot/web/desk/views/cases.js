/** An after-sale case that a person decides: what is asked, what the shop's rules say, yes or no. */

import { button, el } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { ask } from './ask.js';
import { picture } from './line.js';
import { fact } from './orders.js';
import { chip, when } from './parts.js';
import { caseType } from './rows.js';

/** @param {object} row @returns {HTMLElement} */
export function caseCard(row, session) {
  const { after_sale_id: id, type, state, items, reason, note, amount_fen: fen, order_id: order, freight_payer: payer, photos } = row;
  const { elsewhere } = session.records.lists.cases;
  return el('article', { class: 'box case' },
    el('p', { class: 'line' }, el('b', { class: 'grow', text: `${caseType(row)} ${id}` }), chip(codeWords(state), `status-${state}`)),
    list(photos).length > 0 && el('div', { class: 'case-photos' }, ...list(photos).filter(isRecord).map(picture)),
    ...items.map(({ title, quantity }) => el('p', { text: WORDS.casePieces(title, quantity) })),
    el('dl', { class: 'facts' }, fact(WORDS.reason, reason), fact(WORDS.caseSays, note), fact(WORDS.amount, fen > 0 ? yuan(fen) : ''), fact(WORDS.order, order),
      type !== 'refund' && fact(WORDS.caseFreight, WORDS.freightPayers[payer]), fact(WORDS.applied, when(row.applied_at)), state === 'applied' && fact(WORDS.dueBy, when(row.due_at)), fact(WORDS.ruling, ruling(row.verdict))),
    elsewhere && el('p', { class: 'quiet', text: WORDS.caseElsewhere }),
    state === 'applied' && !elsewhere && el('div', { class: 'box-acts' }, button('plain', WORDS.caseReject, () => reject(row, session)), button('primary', WORDS.caseApprove, () => approve(row, session))),
    state !== 'applied' && el('p', { class: 'quiet small', text: [WORDS.caseDecidedBy(WORDS.caseMovers[row.moved_by] || row.moved_by.replace(/^agent:/, ''), when(row.moved_at)), row.move_note].filter(Boolean).join(' · ') }),
    state === 'rejected' && !elsewhere && el('div', { class: 'box-acts' }, button('plain', WORDS.caseApproveAgain, () => approve(row, session))));
}

function ruling(verdict) {
  if (!verdict) return '';
  const why = WORDS.rules[verdict.rule];
  return [WORDS.rulings[verdict.answer], why].filter(Boolean).join('：');
}

async function approve(row, session) {
  const given = await ask({
    title: WORDS.caseApproveTitle(caseType(row)), hint: WORDS.caseApproveHint, submit: WORDS.caseApprove,
    fields: [{ name: 'note', words: WORDS.caseApproveNote, kind: 'area', limit: 500 }],
  });
  if (given) await session.records.decideCase(row.after_sale_id, { to: 'approved', note: given.note });
}

async function reject(row, session) {
  const given = await ask({
    title: WORDS.caseRejectTitle(caseType(row)), hint: WORDS.caseRejectHint, submit: WORDS.caseReject, danger: true,
    fields: [{ name: 'note', words: WORDS.caseRejectNote, kind: 'area', placeholder: WORDS.caseRejectExample, required: true, limit: 500 }],
  });
  if (given) await session.records.decideCase(row.after_sale_id, { to: 'rejected', note: given.note });
}
