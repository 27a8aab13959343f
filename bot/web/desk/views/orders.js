/** Her orders: goods, money, whom they go to (masked), parcels, cases, refunds; what may be sent as a card or done to one. */

import { button, el } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { askAddress, askCancel, askCase, askPropose, askUrge } from './order-questions.js';
import { picture } from './line.js';
import { chip, when } from './parts.js';

const UNSHIPPED = ['unpaid', 'paid', 'packed'];
const OVER = ['cancelled', 'closed'];

export function orderNodes({ orders, shopAway, id }, tools) {
  return [shopAway && el('p', { class: 'notice-line', text: WORDS.shopAway }), ...orders.map((order, index) => orderCard(order, id, tools, index === 0))];
}
orderNodes.count = ({ orders, shopAway }) => orders.length || (shopAway ? undefined : 0);

function orderCard(order, chat, { session, holds, reveals }, open) {
  const { order_id: id, status, placed_at: placed, total_fen: total } = order;
  const masked = (what) => reveals.value(chat, what, id, order[what]);
  const parcels = list(order.parcels).filter(isRecord);
  const items = list(order.items).filter(isRecord);
  return el('details', { class: 'box order', open },
    el('summary', {}, el('span', { class: 'grow clip', text: items.map(({ title }) => title).join(WORDS.and) || id }), chip(codeWords(status), 'outline')),
    (items.length > 1 || items[0]?.quantity > 1) && el('ul', { class: 'goods' }, ...items.map(({ title, quantity, price_fen: price }) => el('li', { class: 'line' },
      el('span', { class: 'grow', text: title }), el('span', { class: 'quiet', text: WORDS.quantity(quantity || 1) }), el('span', { text: yuan(price) })))),
    el('dl', { class: 'facts' }, fact(WORDS.order, id), fact(WORDS.placedAt, when(placed)), fact(WORDS.amount, el('strong', { class: 'price', text: yuan(total) })),
      fact(WORDS.recipient, masked('recipient')), fact(WORDS.phone, masked('phone')), fact(WORDS.address, masked('address'))),
    ...parcels.map(parcelLine),
    ...list(order.after_sales).filter(isRecord).map((each) => caseLine(each, chat, session, holds)),
    ...list(order.refunds).filter(isRecord).map(refundLine),
    holds && el('div', { class: 'box-acts' }, button('plain', WORDS.orderCard, () => session.acts.sendCard(chat, 'order', id)),
      parcels.length > 0 && button('plain', WORDS.logisticsCard, () => session.acts.sendCard(chat, 'logistics', id))),
    holds && !OVER.includes(status) && el('div', { class: 'box-acts', role: 'group', 'aria-label': WORDS.orderActs }, ...deeds(session, chat, order)));
}

// The shop's rules decide; what never fits this state of the order is not offered.
function deeds(session, chat, order) {
  const act = (words, question) => button('link-button', words, () => question(session, chat, order));
  const early = UNSHIPPED.includes(order.status);
  return [
    act(WORDS.urge, askUrge), early && act(WORDS.changeAddress, askAddress), early && act(WORDS.cancelOrder, askCancel),
    !early && act(WORDS.openCase, askCase), order.status !== 'unpaid' && act(WORDS.propose, askPropose),
  ];
}

export function fact(name, value) {
  return value ? el('div', { class: 'fact' }, el('dt', { text: name }), el('dd', {}, value)) : null;
}

function parcelLine({ carrier, tracking_no: number, state, events }) {
  const newest = list(events).filter(isRecord).sort((left, right) => Date.parse(right.at) - Date.parse(left.at))[0];
  return el('div', { class: 'parcel' }, el('p', { class: 'line' }, el('span', { class: 'grow', text: `${carrier || ''} ${number || ''}` }), chip(codeWords(state), 'outline')),
    newest && el('p', { class: 'quiet small', text: [when(newest.at), newest.place, newest.text].filter(Boolean).join(' ') }));
}

function caseLine({ after_sale_id: id, type, state, amount_fen: fen, next, photos }, chat, session, holds) {
  return el('div', { class: 'parcel' },
    el('p', { class: 'line' }, el('span', { class: 'grow', text: `${WORDS.caseTypes[type] || WORDS.kinds[type] || type} ${id}` }), fen > 0 && el('span', { text: yuan(fen) }), chip(codeWords(state), 'outline')),
    list(photos).length > 0 && el('div', { class: 'case-photos' }, ...list(photos).filter(isRecord).map(picture)),
    el('p', { class: 'line quiet small' }, el('span', { class: 'grow', text: next ? [next.what, next.due_at && WORDS.due(when(next.due_at))].filter(Boolean).join(' · ') : '' }),
      holds && button('link-button', WORDS.caseCard, () => session.acts.sendCard(chat, 'after_sale', id))));
}

function refundLine({ refund_id: id, what, amount_fen: fen, state, channel, due_at: due }) {
  return el('div', { class: 'parcel' },
    el('p', { class: 'line' }, el('span', { class: 'grow', text: `${WORDS.kinds[what] || what} ${id}` }), el('span', { text: yuan(fen) }), chip(WORDS.refundState[state] || state, 'outline')),
    el('p', { class: 'quiet small', text: [channel, due && WORDS.arrives(when(due))].filter(Boolean).join(' · ') }));
}
