/** Two dialogs that help to answer: searching the knowledge, and choosing goods, an order or its parcels to send as a card. */

import { button, el, say } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { list, words } from '../../widget/wire.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';
import { modal, whileOpen } from './ask.js';
import { chip } from './parts.js';

const SEARCH_MS = 250;

/** @param {import('../model/session.js').Session} session @param {(text: string) => void} use @param {string} begin what to search for at once */
export function searchKnowledge(session, use, begin) {
  const input = el('input', { type: 'search', class: 'search', placeholder: WORDS.knowledgeHint, 'aria-label': WORDS.knowledgeTitle, maxlength: '120', value: begin });
  const found = el('div', { class: 'found', 'aria-live': 'polite' });
  const dialog = modal(WORDS.knowledgeTitle, input, found);
  const search = searches(input, found, api.knowledge, (row) => entry(row, dialog, use));
  whileOpen(dialog, session.texts, ['knowledge'], search);
  input.focus();
  input.select();
  search();
}

function entry({ question, answer }, dialog, use) {
  return el('article', { class: 'entry' }, el('h3', { text: question }), el('p', { text: answer }),
    button('plain', WORDS.knowledgeUse, () => {
      dialog.close();
      use(words(answer));
    }));
}

/** @param {object[]} orders @param {(kind: 'order'|'logistics'|'product', ref: string) => void} send */
export function pickCard(orders, send) {
  const input = el('input', { type: 'search', class: 'search', placeholder: WORDS.productHint, 'aria-label': WORDS.productHint, maxlength: '60' });
  const items = el('div', { class: 'found', 'aria-live': 'polite' });
  const dialog = modal(WORDS.sendCardTitle, input, items);
  const choose = (kind, id) => () => {
    dialog.close();
    send(kind, id);
  };
  const showOrders = () => {
    items.replaceChildren(...orders.map((order) => el('article', { class: 'entry' },
      el('h3', {}, list(order.items).map(({ title }) => title).join(WORDS.and), ' ', chip(codeWords(order.status), 'outline')),
      el('p', { class: 'quiet', text: `${order.order_id} · ${yuan(order.total_fen)}` }),
      el('div', { class: 'entry-acts' }, button('plain', WORDS.orderCard, choose('order', order.order_id)),
        list(order.parcels).length > 0 && button('plain', WORDS.logisticsCard, choose('logistics', order.order_id))))));
    if (!orders.length) say(items, WORDS.noOrders);
  };
  searches(input, items, api.products, (row) => el('article', { class: 'entry' }, el('h3', { text: row.title }),
    el('p', { class: 'quiet', text: [row.sku, yuan(row.price_fen), WORDS.stock(row.stock)].join(' · ') }), button('plain', WORDS.productCard, choose('product', row.sku))), showOrders);
  showOrders();
  (items.querySelector('button') || input).focus();
}

// Asks while she types; of two answers the later question's counts.
function searches(input, place, ask, build, whenEmpty = () => place.replaceChildren()) {
  let turn = 0;
  let timer = 0;
  const search = async () => {
    const mine = (turn += 1);
    const q = input.value.trim();
    if (!q) return whenEmpty();
    const rows = await ask(q).catch(({ message }) => message || WORDS.unavailable);
    if (mine !== turn) return;
    const none = el('p', { class: 'quiet', text: typeof rows === 'string' ? rows : WORDS.knowledgeNone });
    place.replaceChildren(...(rows.length && typeof rows !== 'string' ? rows.map(build) : [none]));
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_MS);
  });
  input.addEventListener('keydown', (event) => event.key === 'Enter' && !event.isComposing && place.querySelector('button')?.focus());
  return search;
}
