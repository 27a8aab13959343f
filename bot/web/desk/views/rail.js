/** The rail at the very left: which list, and how much is in it. */

import { el, say, show } from '../../shared/dom.js';
import { FOR_PEOPLE, TO_DECIDE } from '../model/records.js';
import { WORDS } from '../strings.js';
import { glyph } from './parts.js';

export const TABS = ['waiting', 'mine', 'all', 'tickets', 'proposals', 'promises', 'cases'];

export class Rail {
  #session;
  #frame;
  #items = new Map();
  root;

  constructor(session, frame) {
    this.#session = session;
    this.#frame = frame;
    for (const name of [...TABS, 'wall']) this.#items.set(name, this.#item(name));
    this.root = el('nav', { class: 'rail', 'aria-label': WORDS.lists }, ...[...this.#items.values()].map(({ root }) => root));
  }

  update() {
    const { desk, records } = this.#session;
    const total = (name) => (['open', FOR_PEOPLE, TO_DECIDE].includes(records.lists[name].filter) ? records.lists[name].total : 0);
    const counts = { waiting: desk.queue.size, mine: desk.unread, all: 0, tickets: total('tickets'), proposals: total('proposals'), promises: total('promises'), cases: total('cases'), wall: 0 };
    for (const [name, { root, count, words }] of this.#items) {
      const current = name === this.#frame.tab;
      if (current) root.setAttribute('aria-current', 'page');
      else root.removeAttribute('aria-current');
      say(count, counts[name] > 99 ? '99+' : String(counts[name] || ''));
      show(count, counts[name]);
      root.setAttribute('aria-label', counts[name] ? `${words} ${counts[name]}` : words);
    }
    show(this.#items.get('cases').root, desk.decidesCases);
    show(this.#items.get('wall').root, desk.supervises);
  }

  #item(name) {
    const words = WORDS[name];
    const count = el('span', { class: `rail-count ${name === 'mine' ? 'loud' : ''}`, 'aria-hidden': 'true' });
    const root = el('button', { type: 'button', class: `rail-item rail-${name}`, title: WORDS.listNames[name], onclick: () => this.#frame.go(name) },
      glyph(name), el('span', { text: words }), count);
    return { root, count, words };
  }
}
