/** Canned replies while she types `/`: finding them, filling their variables, and the list over the composer. */

import { el, show } from '../../shared/dom.js';
import { list, words } from '../../widget/wire.js';
import { WORDS } from '../strings.js';

const SHOWN = 8;
// A Chinese input method makes 、 of the slash key; at the start of a line it is meant as one.
// Chinese writes no space after a comma; between two words a slash is one of theirs (退货/换货).
const ASKED = /(?:^|[\s，。！？；：,.!?;:])\/([^\s/]*)$|(?:^|\n)[、／]([^\s]*)$/;

/** @param {string} before the text up to the caret @returns {{query: string, length: number}|null} */
export function cannedAsked(before) {
  const found = ASKED.exec(before);
  if (!found) return null;
  const query = found[1] ?? found[2] ?? '';
  return { query: query.toLowerCase(), length: query.length + 1 };
}

/** Those whose shortcut begins so first. @param {object[]} canned @param {string} query @param {string|null} skill */
export function matching(canned, query, skill) {
  const rank = (reply) => {
    if (words(reply.shortcut).toLowerCase().replace(/^\//, '').startsWith(query)) return 0;
    if (words(reply.title).toLowerCase().includes(query)) return 1;
    return words(reply.text).toLowerCase().includes(query) ? 2 : 9;
  };
  const other = (reply) => Number(Boolean(reply.skill && reply.skill !== skill));
  return canned.filter((reply) => rank(reply) < 9).sort((left, right) => rank(left) - rank(right) || other(left) - other(right)).slice(0, SHOWN);
}

/** What is not known stays as a blank in 【】 for the agent to fill. @returns {string} */
export function filled(text, { desk }, dialogue) {
  const chat = desk.chat(dialogue.id);
  const ref = dialogue.brief?.order?.source?.ref;
  const order = dialogue.orders.find(({ order_id: id }) => id === ref) || dialogue.orders[0];
  const known = { name: chat?.customer_name, agent: desk.me?.name, order_id: order?.order_id, goods: list(order?.items)[0]?.title };
  return text.replace(/\{(name|agent|order_id|goods)\}/g, (_, name) => words(known[name]) || `【${WORDS.blanks[name]}】`);
}

export class CannedMenu {
  #take;
  #found = [];
  #at = 0;
  #options = [];
  root = el('div', { class: 'popup', id: 'canned', role: 'listbox', 'aria-label': WORDS.canned, hidden: true });

  constructor(take) {
    this.#take = take;
  }

  get opened() {
    return !this.root.hidden;
  }

  open(found) {
    this.#found = found;
    this.#at = 0;
    this.#options = found.map((reply, index) => this.#option(reply, index));
    this.root.replaceChildren(...this.#options);
    show(this.root, found.length);
    this.#mark();
  }

  close() {
    show(this.root, false);
  }

  /** @returns {string} the id of the option that Enter takes */
  get active() {
    return this.opened ? this.#options[this.#at]?.id || '' : '';
  }

  /** @returns {boolean} whether the key was meant for the menu */
  pressed(event) {
    if (!this.opened) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#at = (this.#at + steps[event.key] + this.#found.length) % this.#found.length;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#take(this.#found[this.#at]);
    else if (event.key === 'Escape') this.close();
    else return false;
    this.#mark();
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #option(reply, index) {
    return el('div', { role: 'option', id: `canned-${index}`, class: 'popup-row', onpointerdown: (event) => {
      event.preventDefault();
      this.#take(reply);
    } }, el('code', { text: `/${words(reply.shortcut).replace(/^\//, '')}` }), el('b', { text: reply.title }), el('span', { class: 'quiet', text: reply.text }));
  }

  #mark() {
    this.#options.forEach((option, index) => option.setAttribute('aria-selected', index === this.#at));
    this.#options[this.#at]?.scrollIntoView({ block: 'nearest' });
  }
}
