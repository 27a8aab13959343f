/** Masked values with a click that shows them. The server writes each click into its audit log; here they live with the page only. */

import { button, el } from '../../shared/dom.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';

const KEPT = 100;

export class Reveals {
  /** Changes whenever a value was shown: views that draw masked values draw anew. */
  version = 0;
  #session;
  #shown = new Map();

  constructor(session) {
    this.#session = session;
  }

  /** @param {string} chat @param {'phone'|'address'|'recipient'|'contact'} what @param {string|null} ref order or ticket; null: the customer's own @param {string} masked */
  value(chat, what, ref, masked) {
    if (!masked) return null;
    const key = `${chat}/${what}/${ref}`;
    const shown = this.#shown.get(key);
    if (shown !== undefined) return el('span', { class: 'revealed', text: shown });
    const open = button('link-button', WORDS.reveal, () => this.#reveal(key, chat, what, ref), { 'aria-label': `${WORDS.reveal}${WORDS[what]}` });
    return el('span', {}, `${masked} `, masked.includes('*') && open);
  }

  async #reveal(key, chat, what, ref) {
    try {
      this.#shown.set(key, await api.reveal(chat, what, ref));
      if (this.#shown.size > KEPT) this.#shown.delete(this.#shown.keys().next().value);
      this.version += 1;
      this.#session.changed();
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
  }
}
