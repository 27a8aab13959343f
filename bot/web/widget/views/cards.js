/** Cards say in a picture what the message's text says in words. An unknown kind shows nothing. */

import { button, el, icon, link, safeUrl } from '../../shared/dom.js';
import { codeWords, dayWords, momentWords, readMoment, yuan } from '../../shared/zh-cn.js';
import { isRecord, list, words } from '../wire.js';
import { WORDS } from '../strings.js';

const SHOWN = 3;
const KINDS = { __proto__: null, product, order, logistics, ticket, after_sale: afterSale, coupon, compare };

export function buildCard(card, base) {
  return KINDS[card.kind]?.(card, base);
}

const quiet = (text) => text && el('p', { class: 'quiet', text });
const price = (fen) => el('strong', { class: 'price', text: yuan(fen) });
const when = (value) => (readMoment(value) ? momentWords(readMoment(value)) : '');

function frame(label, head, ...parts) {
  return el('section', { class: 'card', 'aria-label': label }, head, ...parts);
}

function heading(title, status) {
  return el('p', { class: 'card-head' }, el('b', { text: title }), codeWords(status) && el('span', { class: 'tag', text: codeWords(status) }));
}

function picture(address, base) {
  const src = safeUrl(address, base);
  const image = src && el('img', { src, alt: '', onerror: () => image.remove() });
  return el('span', { class: 'card-picture' }, icon('bag'), image);
}

function product(card, base) {
  const facts = Object.entries(isRecord(card.attributes) ? card.attributes : {}).slice(0, SHOWN).map(([name, value]) => `${name} ${words(value)}`);
  const href = safeUrl(card.url, base);
  return frame(WORDS.product, el('div', { class: 'card-item' },
    picture(card.image, base),
    el('div', {}, el('p', { class: 'card-title', text: words(card.title) || `${WORDS.product} ${words(card.sku)}` }),
      quiet(facts.join(' · ')), price(card.price_fen))),
  href && link(href, WORDS.look));
}

function order(card, base) {
  const items = list(card.items).filter(isRecord);
  return frame(WORDS.order, heading(`${WORDS.order} ${words(card.order_id)}`, card.status),
    ...items.slice(0, SHOWN).map((item) => el('div', { class: 'card-item' },
      picture(item.image, base), el('p', { class: 'card-title', text: words(item.title) }), quiet(`×${item.quantity || 1}`))),
    items.length > SHOWN && quiet('…'),
    yuan(card.total_fen) && el('p', { class: 'card-foot' }, quiet(when(card.placed_at)), el('span', {}, `${WORDS.total} `, price(card.total_fen))));
}

function logistics({ carrier, tracking_no: number, state, promised_at: promised, predicted_at: predicted, events }) {
  const late = readMoment(promised) && readMoment(promised) < readMoment(predicted);
  const rows = list(events).filter(isRecord).sort((left, right) => readMoment(right.at) - readMoment(left.at)).map(eventRow);
  const copy = button('link-button', WORDS.copy, async () => {
    await navigator.clipboard.writeText(words(number));
    copy.textContent = WORDS.copied;
  });
  return frame(WORDS.logistics, heading(words(carrier) || WORDS.logistics, state),
    number && el('p', { class: 'quiet' }, `${words(number)} `, navigator.clipboard && copy),
    (promised || predicted) && el('dl', {},
      ...fact(WORDS.predicted, when(predicted)), ...(late || !predicted ? fact(WORDS.promised, when(promised)) : [])),
    late && el('p', { class: 'tag late', text: WORDS.late }),
    el('ol', { class: 'events' }, ...rows.slice(0, SHOWN)),
    rows.length > SHOWN && el('details', {}, el('summary', { text: WORDS.allEvents(rows.length) }), el('ol', { class: 'events' }, ...rows.slice(SHOWN))));
}

const fact = (name, value) => (value ? [el('div', {}, el('dt', { text: name }), el('dd', { text: value }))] : []);

function eventRow({ at, place, text }) {
  const said = words(text).includes(words(place)) ? words(text) : `${words(place)} ${words(text)}`;
  return el('li', {}, el('p', { text: said }), quiet(when(at)));
}

const step = (next) => isRecord(next) && words(next.what)
  && el('p', { text: words(next.what) + (when(next.due_at) ? ` · ${WORDS.due(when(next.due_at))}` : '') });

function ticket(card) {
  return frame(WORDS.ticket, heading(`${WORDS.ticket} ${words(card.ticket_id)}`, card.status),
    el('p', { class: 'card-title', text: words(card.topic) }), step(card.promise));
}

function afterSale(card) {
  return frame(WORDS.afterSale, heading(`${codeWords(card.type) || WORDS.afterSale} ${words(card.after_sale_id)}`, card.state),
    quiet(`${WORDS.order} ${words(card.order_id)}`),
    yuan(card.amount_fen) && el('p', {}, `${WORDS.amount} `, price(card.amount_fen)), step(card.next));
}

function coupon(card) {
  const until = readMoment(card.valid_until);
  const over = WORDS.couponOver(card.threshold_fen > 0 && yuan(card.threshold_fen));
  return frame(WORDS.coupon, el('div', { class: 'card-item coupon' }, price(card.amount_fen), el('div', {},
    el('p', { class: 'card-title', text: words(card.title) }),
    quiet([over, until && WORDS.until(dayWords(until))].filter(Boolean).join(' · ')))));
}

function compare(card) {
  const rows = list(card.rows).map((row) => (isRecord(row) ? [row.name, ...list(row.values)] : list(row)));
  const cells = (row, top) => row.map((cell, column) => el(top || !column ? 'th' : 'td', { text: words(cell) }));
  return el('div', { class: 'card compare', tabindex: '0', role: 'region', 'aria-label': WORDS.compare },
    el('table', {}, ...rows.map((row, index) => el('tr', {}, ...cells(row, index === 0)))));
}
