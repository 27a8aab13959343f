/** Her orders: goods, money, whom they go to (masked), parcels; one press sends one as a card. */

import { button, el } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { chip, when } from './parts.js';

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
    holds && el('div', { class: 'box-acts' }, button('plain', WORDS.orderCard, () => session.acts.sendCard(chat, 'order', id)),
      parcels.length > 0 && button('plain', WORDS.logisticsCard, () => session.acts.sendCard(chat, 'logistics', id))));
}

export function fact(name, value) {
  return value ? el('div', { class: 'fact' }, el('dt', { text: name }), el('dd', {}, value)) : null;
}

function parcelLine({ carrier, tracking_no: number, state, events }) {
  const newest = list(events).filter(isRecord).sort((left, right) => Date.parse(right.at) - Date.parse(left.at))[0];
  return el('div', { class: 'parcel' }, el('p', { class: 'line' }, el('span', { class: 'grow', text: `${carrier || ''} ${number || ''}` }), chip(codeWords(state), 'outline')),
    newest && el('p', { class: 'quiet small', text: [when(newest.at), newest.place, newest.text].filter(Boolean).join(' ') }));
}
