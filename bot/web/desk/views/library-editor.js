/** Where the desk's shared texts are written: the question book (supervisors) and the canned replies (admins). */

import { button, el } from '../../shared/dom.js';
import { newId, words } from '../../widget/wire.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';
import { ask, modal, whileOpen } from './ask.js';
import { chip } from './parts.js';

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** @param {import('../model/session.js').Session} session */
export function manage(session) {
  const place = el('div', { class: 'library' });
  const tabs = [['bookTitle', () => new Shelf(session, place, BOOK)]];
  if (session.desk.me.role === 'admin') tabs.push(['cannedTitle', () => new Shelf(session, place, CANNED)]);
  const switches = tabs.map(([name, open], index) => button('plain', WORDS[name], () => choose(index, open), { 'aria-pressed': 'false' }));
  let shelf;
  const choose = (chosen, open) => {
    switches.forEach((each, index) => each.setAttribute('aria-pressed', index === chosen));
    shelf = open();
    shelf.read();
  };
  const dialog = modal(WORDS.manage, tabs.length > 1 && el('div', { class: 'library-tabs', role: 'group' }, ...switches), place);
  dialog.classList.add('wide');
  whileOpen(dialog, session.texts, ['canned', 'knowledge'], () => shelf.refresh());
  choose(0, tabs[0][1]);
}

// What differs between the two: where rows are kept, how one looks, what is asked of it.
const CANNED = {
  lead: 'cannedLead',
  read: () => api.canned(),
  keyOf: ({ canned_id: id }) => id,
  titleOf: ({ shortcut, title }) => `/${words(shortcut).replace(/^\//, '')}  ${title}`,
  bodyOf: ({ text }) => text,
  mark: ({ skill }, { desk }) => skill && desk.skillTitle(skill),
  fields: (reply, { desk }) => [
    { name: 'shortcut', words: WORDS.cannedShortcut, value: reply?.shortcut, required: true, limit: 32, pattern: '\\S+' },
    { name: 'title', words: WORDS.cannedTitleOf, value: reply?.title, required: true, limit: 80 },
    { name: 'text', words: WORDS.cannedText, kind: 'area', value: reply?.text, required: true, limit: 2000 },
    { name: 'skill', words: WORDS.cannedSkill, kind: 'select', value: reply?.skill || '', options: [['', WORDS.anySkillOption], ...desk.skills.map(({ name, title }) => [name, title])] },
  ],
  write: (id, { skill, ...given }) => api.putCanned(id || newId(), { ...given, skill: skill || null }),
  remove: (id) => api.removeCanned(id),
};

const BOOK = {
  lead: 'bookLead',
  read: async () => (await api.book({ per_page: 200 })).rows,
  keyOf: ({ entry_id: id }) => id,
  titleOf: ({ question }) => question,
  bodyOf: ({ answer }) => answer,
  mark: ({ intents }) => WORDS.wishes[intents?.[0]] || '',
  fields: (entry) => [
    { name: 'questions', words: WORDS.bookQuestions, kind: 'area', value: entry?.questions.join('\n'), required: true, limit: 4000 },
    { name: 'answer', words: WORDS.bookAnswer, kind: 'area', value: entry?.answer, required: true, limit: 2000 },
    { name: 'intent', words: WORDS.bookIntents, kind: 'select', value: entry?.intents[0] || 'ask_shop_info', options: Object.entries(WORDS.wishes), required: true },
    { name: 'keywords', words: WORDS.bookKeywords, value: entry?.keywords.join(' '), limit: 500 },
  ],
  // What the form does not ask stays as it was.
  write: (id, { questions, answer, intent, keywords }, former) => api.putEntry(id, {
    questions: lines(questions), answer, keywords: keywords.split(/\s+/).filter(Boolean), general: former?.general || false,
    intents: [...new Set([intent, ...(former?.intents || []).slice(1)])], valid_from: former?.valid_from || null, valid_until: former?.valid_until || null,
  }),
  remove: (id) => api.removeEntry(id),
};

class Shelf {
  #session;
  #place;
  #kind;
  #rows = [];
  #search = el('input', { type: 'search', class: 'search', placeholder: WORDS.librarySearch, 'aria-label': WORDS.librarySearch, maxlength: '60' });
  #list = el('div', { class: 'found' });

  constructor(session, place, kind) {
    this.#session = session;
    this.#place = place;
    this.#kind = kind;
    this.#search.addEventListener('input', () => this.#draw());
  }

  async read() {
    this.#place.replaceChildren(el('p', { class: 'quiet', text: WORDS[this.#kind.lead] }),
      el('div', { class: 'line' }, this.#search, button('primary', WORDS.add, () => this.#edit(null))), this.#list);
    await this.refresh();
    this.#search.focus();
  }

  async refresh() {
    try {
      this.#rows = await this.#kind.read();
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
    this.#draw();
  }

  #draw() {
    const sought = this.#search.value.trim().toLowerCase();
    const { titleOf, bodyOf } = this.#kind;
    const fits = (row) => `${titleOf(row)}\n${bodyOf(row)}`.toLowerCase().includes(sought);
    this.#list.replaceChildren(...this.#rows.filter(fits).map((row) => this.#entry(row)));
  }

  #entry(row) {
    const { titleOf, bodyOf, mark } = this.#kind;
    return el('article', { class: 'entry' }, el('h3', {}, titleOf(row), ' ', chip(mark(row, this.#session), 'outline')), el('p', { text: bodyOf(row), dir: 'auto' }),
      el('div', { class: 'entry-acts' }, button('plain', WORDS.edit, () => this.#edit(row)), button('plain', WORDS.remove, () => this.#remove(row))));
  }

  async #edit(row) {
    const { fields, write, keyOf } = this.#kind;
    const given = await ask({ title: row ? WORDS.edit : WORDS.add, submit: WORDS.confirm, fields: fields(row, this.#session) });
    if (given) await this.#change(() => write(row && keyOf(row), given, row), WORDS.saved);
  }

  async #remove(row) {
    const { titleOf, remove, keyOf } = this.#kind;
    if (await ask({ title: WORDS.remove, hint: WORDS.removeSure(titleOf(row)), submit: WORDS.remove, danger: true })) await this.#change(() => remove(keyOf(row)), WORDS.removed);
  }

  async #change(act, said) {
    try {
      await act();
      this.#session.say(said, 'good');
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
    await this.refresh();
  }
}
