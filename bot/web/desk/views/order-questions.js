/** What the desk asks before it does something to an order, gives money, or settles a payment. Each calls an act. */

import { yuan } from '../../shared/zh-cn.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';
import { ask } from './ask.js';

const pairs = (table) => Object.entries(table);
const YUAN = '\\d{1,6}(\\.\\d{1,2})?';
const inFen = (yuan) => Math.round(Number(yuan) * 100);

export async function askPropose(session, chat, order) {
  const given = await ask({
    title: WORDS.proposeTitle, hint: WORDS.proposeHint(yuan(order.total_fen)), submit: WORDS.submit,
    fields: [
      { name: 'kind', words: WORDS.proposeKind, kind: 'radios', options: ['refund', 'compensation', 'price_difference'].map((kind) => [kind, WORDS.kinds[kind]]), value: 'refund' },
      { name: 'yuan', words: WORDS.proposeYuan, required: true, pattern: YUAN, inputmode: 'decimal', limit: 9 },
      { name: 'reason', words: WORDS.reason, kind: 'area', required: true, placeholder: WORDS.proposeReasonHint },
    ],
  });
  if (given && inFen(given.yuan) > 0) await session.acts.propose(chat, { kind: given.kind, order_id: order.order_id, amount_fen: inFen(given.yuan), reason: given.reason });
}

export async function askCancel(session, chat, order) {
  const given = await ask({
    title: WORDS.cancelOrderTitle, hint: WORDS.cancelOrderHint, submit: WORDS.cancelOrder, danger: true,
    fields: [{ name: 'reason', words: WORDS.reason, kind: 'area', limit: 200 }],
  });
  if (given) await session.acts.changeOrder(chat, order, { kind: 'cancel_order', reason: given.reason });
}

export async function askAddress(session, chat, order) {
  const given = await ask({
    title: WORDS.addressTitle, hint: WORDS.addressHint, submit: WORDS.changeAddress,
    fields: [
      { name: 'address', words: WORDS.newAddress, kind: 'area', required: true, limit: 200, placeholder: WORDS.newAddressHint },
      { name: 'recipient', words: WORDS.newRecipient, limit: 64 },
      { name: 'phone', words: WORDS.newPhone, limit: 16, pattern: '\\+?\\d{7,15}', inputmode: 'tel' },
    ],
  });
  if (given) await session.acts.changeOrder(chat, order, { kind: 'change_address', ...given });
}

export async function askUrge(session, chat, order) {
  const given = await ask({
    title: WORDS.urgeTitle, submit: WORDS.urge,
    fields: [{ name: 'what', words: WORDS.urgeWhat, kind: 'radios', options: pairs(WORDS.urges), value: order.parcels?.length ? 'delivery' : 'shipping' }],
  });
  if (given) await session.acts.changeOrder(chat, order, { kind: 'make_urge', what: given.what });
}

export async function askCase(session, chat, order) {
  const reasons = await api.reasons().catch(() => null);
  if (!reasons) return session.say(WORDS.unavailable, 'bad');
  const titles = (type) => reasons.filter(({ types }) => types.includes(type)).map(({ code, title }) => [`${type}/${code}`, `${WORDS.caseTypes[type]} · ${title}`, WORDS.caseTypes[type]]);
  const given = await ask({
    title: WORDS.caseTitle, hint: WORDS.caseHint, submit: WORDS.openCase,
    fields: [
      { name: 'sku', words: WORDS.caseGoods, kind: 'select', options: order.items.map(({ sku, title }) => [sku, title]), required: true },
      { name: 'quantity', words: WORDS.caseQuantity, value: '1', pattern: '[1-9]\\d{0,3}', inputmode: 'numeric', required: true, limit: 4 },
      { name: 'why', words: WORDS.caseReason, kind: 'select', options: Object.keys(WORDS.caseTypes).flatMap(titles), required: true },
      { name: 'note', words: WORDS.caseNote, kind: 'area' },
    ],
  });
  if (!given) return null;
  const [type, reason] = given.why.split('/');
  return session.acts.changeOrder(chat, order, { kind: 'open_after_sale', type, reason, sku: given.sku, quantity: Number(given.quantity), note: given.note });
}

/** What was approved and is not surely paid. @param {'again'|'paid'|'unpaid'} outcome */
export async function askSettle(session, proposal, outcome) {
  const given = await ask({
    title: WORDS.settleTitle[outcome], hint: WORDS.settleHint[outcome], submit: WORDS.confirm, danger: outcome === 'unpaid',
    fields: [{ name: 'reason', words: WORDS.reason, kind: 'area', required: true, placeholder: WORDS.settleReasonHint }],
  });
  if (given) await session.acts.settle(proposal.proposal_id, outcome, given.reason);
}
