/** Up to three suggested replies over the composer, each with where it comes from. Nothing is sent by itself. */

import { el, show } from '../../shared/dom.js';
import { isRecord, list, words } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { chip, iconButton } from './parts.js';

const SETTLE_MS = 700;

export class Suggestions {
  #session;
  #use;
  #timer = 0;
  #asked = new Map();
  #items = el('div', { class: 'suggested' });
  root = el('section', { class: 'suggestions', 'aria-label': WORDS.suggest, hidden: true }, this.#items, iconButton('close', WORDS.close, () => this.close()));
  #key = '';

  constructor(session, use) {
    this.#session = session;
    this.#use = use;
    this.root.addEventListener('keydown', (event) => this.#pressed(event));
  }

  /** A shopper's new line asks for suggestions by itself, once she has stopped. */
  update(dialogue) {
    const { messages } = dialogue;
    const asked = messages.map(({ role }) => role).lastIndexOf('shopper');
    const key = `${dialogue.id}:${messages[asked]?.seq || 0}`;
    if (key === this.#key) return;
    this.#key = key;
    this.close();
    if (asked < 0 || asked !== messages.length - 1 || !messages[asked].text) return;
    this.#timer = setTimeout(() => this.ask(dialogue.id), SETTLE_MS);
  }

  /** @param {string} id @param {boolean} [wanted] she pressed for it */
  async ask(id, wanted = false) {
    clearTimeout(this.#timer);
    const key = this.#key;
    if (!this.#asked.has(key)) {
      const found = await this.#session.acts.suggest(id);
      if (!found) return;
      this.#asked = new Map([[key, found.filter(isRecord)]]);
    }
    if (key !== this.#key) return;
    this.#show(this.#asked.get(key), wanted);
  }

  close() {
    clearTimeout(this.#timer);
    show(this.root, false);
    this.#items.replaceChildren();
  }

  #show(found, wanted) {
    if (!found.length && !wanted) return this.close();
    this.#items.replaceChildren(...(found.length ? found.map((each) => this.#one(each)) : [el('p', { class: 'quiet', text: WORDS.noSuggestions })]));
    show(this.root, true);
    if (wanted) this.#items.querySelector('button')?.focus();
  }

  #one({ text, source }) {
    const from = [WORDS.suggestFrom[source?.kind], source?.title].filter(Boolean).join(' · ');
    return el('button', { type: 'button', class: 'suggestion', title: words(text), onclick: () => {
      this.close();
      this.#use(words(text));
    } }, el('span', { class: 'suggestion-text', text }), el('span', { class: 'quiet small' }, chip(WORDS.useSuggestion, 'outline'), ` ${from}`));
  }

  #pressed(event) {
    const buttons = list([...this.#items.querySelectorAll('button')]);
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') this.close();
    else if (step && at >= 0) buttons[(at + step + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
