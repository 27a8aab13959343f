/** Two dialogs that help to answer: searching the knowledge, and choosing an order or its parcels to send as a card. */

import { button, el, say } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { list, words } from '../../widget/wire.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';
import { modal } from './ask.js';
import { chip } from './parts.js';

const SEARCH_MS = 250;

/** @param {(text: string) => void} use @param {string} begin what to search for at once */
export function searchKnowledge(use, begin) {
  const input = el('input', { type: 'search', class: 'search', placeholder: WORDS.knowledgeHint, 'aria-label': WORDS.knowledgeTitle, maxlength: '120', value: begin });
  const found = el('div', { class: 'found', 'aria-live': 'polite' });
  const dialog = modal(WORDS.knowledgeTitle, input, found);
  let turn = 0;
  let timer = 0;
  const search = async () => {
    const mine = (turn += 1);
    const q = input.value.trim();
    if (!q) return found.replaceChildren();
    const rows = await api.knowledge(q).catch(({ message }) => message || WORDS.unavailable);
    if (mine !== turn) return;
    const none = el('p', { class: 'quiet', text: typeof rows === 'string' ? rows : WORDS.knowledgeNone });
    found.replaceChildren(...(rows.length && typeof rows !== 'string' ? rows.map((row) => entry(row, dialog, use)) : [none]));
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_MS);
  });
  input.addEventListener('keydown', (event) => event.key === 'Enter' && !event.isComposing && found.querySelector('button')?.focus());
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

/** @param {object[]} orders @param {(kind: 'order'|'logistics', ref: string) => void} send */
export function pickOrder(orders, send) {
  const items = el('div', { class: 'found' });
  const dialog = modal(WORDS.sendCardTitle, items);
  const choose = (kind, id) => () => {
    dialog.close();
    send(kind, id);
  };
  items.append(...orders.map((order) => el('article', { class: 'entry' },
    el('h3', {}, list(order.items).map(({ title }) => title).join(WORDS.and), ' ', chip(codeWords(order.status), 'outline')),
    el('p', { class: 'quiet', text: `${order.order_id} · ${yuan(order.total_fen)}` }),
    el('div', { class: 'entry-acts' }, button('plain', WORDS.orderCard, choose('order', order.order_id)),
      list(order.parcels).length > 0 && button('plain', WORDS.logisticsCard, choose('logistics', order.order_id))))));
  if (!orders.length) say(items, WORDS.noOrders);
  items.querySelector('button')?.focus();
}
