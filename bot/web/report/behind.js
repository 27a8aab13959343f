/** The conversations behind a figure, in a dialog, each with what was said. */

import { button, el } from '../shared/dom.js';
import { momentWords, readMoment } from '../shared/zh-cn.js';
import { WORDS } from './strings.js';
import { valueWords } from './values.js';

export class Behind {
  #report;
  #list = el('ol', { class: 'behind' });
  #lead = el('p', { class: 'quiet small', 'aria-live': 'polite' });
  #title = el('h2', { id: 'behind-title' });
  #more = button('plain', '', () => this.#next());
  #asked = null;
  root;

  constructor(report) {
    this.#report = report;
    this.#more.textContent = '…';
    this.root = el('dialog', { class: 'wide', 'aria-labelledby': 'behind-title' },
      el('header', {}, this.#title, button('plain', WORDS.close, () => this.root.close())), this.#lead, this.#list, this.#more);
  }

  /** @param {{name: string, title: string, topic: string|null, figure: object|null}} asked */
  async open(asked) {
    this.#asked = { ...asked, page: 0 };
    this.#title.textContent = WORDS.behind(asked.title);
    this.#list.replaceChildren();
    this.root.showModal();
    await this.#next();
  }

  async #next() {
    const asked = this.#asked;
    this.#lead.textContent = WORDS.loading;
    this.#more.hidden = true;
    try {
      const found = await this.#report.behind(asked.name, asked.topic, asked.page + 1);
      if (asked !== this.#asked) return;
      asked.page = found.page;
      this.#lead.textContent = found.total ? WORDS.behindLead(found.total) : WORDS.nothing;
      this.#list.append(...found.rows.map((row) => this.#row(row, asked.figure)));
      this.#more.hidden = !found.more;
    } catch ({ message }) {
      this.#lead.textContent = message || WORDS.unavailable;
    }
  }

  #row(row, figure) {
    const said = el('ol', { class: 'said' });
    const details = el('details', {}, el('summary', {},
      el('span', { text: momentWords(readMoment(row.at) || new Date()) }),
      el('b', { text: row.title || WORDS.noTopic }),
      row.agent && el('span', { class: 'quiet', text: row.agent }),
      figure && figure.counts !== 'people' && el('span', { class: 'chip', text: wordsOf(figure, row.value) })), said);
    details.addEventListener('toggle', () => details.open && !said.childElementCount && this.#say(said, row.conversation_id));
    return el('li', {}, details);
  }

  async #say(said, id) {
    try {
      const { messages } = await this.#report.messages(id);
      said.replaceChildren(...messages.map(({ role, text, at }) => el('li', { class: `said-${role}` },
        el('span', { class: 'quiet small', text: `${WORDS.roles[role]} ${momentWords(at)}` }), el('p', { text }))));
    } catch ({ message }) {
      said.replaceChildren(el('li', { text: message || WORDS.unavailable }));
    }
  }
}

const wordsOf = (figure, value) => (figure.counts === 'mean' ? valueWords(figure, value) : value ? WORDS.yes : WORDS.no);
