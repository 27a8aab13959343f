/** The report's page: days and split on top, figures, what changed and why, the trend, the table. */

import { Login } from '../desk/views/login.js';
import { Theme } from '../desk/views/theme.js';
import { button, el } from '../shared/dom.js';
import { Behind } from './behind.js';
import { chart } from './chart.js';
import { Report } from './model.js';
import { WORDS } from './strings.js';
import { change, reasons, valueWords } from './values.js';

export class XiaonuanReport extends HTMLElement {
  #report = new Report(() => this.#draw());
  #theme = new Theme();
  #behind = new Behind(this.#report);
  #login = new Login(this.#report);
  #top = el('header', { class: 'top' });
  #main = el('main', { class: 'report', tabindex: '-1' });
  #stage = '';

  connectedCallback() {
    this.#theme.apply();
    this.#report.load();
  }

  #draw() {
    const report = this.#report;
    if (this.#stage !== report.stage) this.#enter(report.stage);
    if (report.stage !== 'in') return;
    this.#main.setAttribute('aria-busy', report.busy);
    this.#top.replaceChildren(...this.#controls());
    if (report.found) this.#main.replaceChildren(this.#figures(), this.#why(), this.#trend(), this.#table());
    else if (report.busy) this.#main.replaceChildren(el('p', { class: 'quiet', role: 'status', text: WORDS.loading }));
    else this.#main.replaceChildren(el('p', { class: 'trouble', role: 'alert', text: troubleWords(report.trouble) }));
  }

  #enter(stage) {
    this.#stage = stage;
    if (stage === 'in') this.replaceChildren(this.#top, this.#main, this.#behind.root);
    else if (stage === 'asking') this.replaceChildren(el('p', { class: 'report', text: WORDS.loading }));
    else {
      this.replaceChildren(...[stage === 'refused' && el('p', { class: 'trouble', role: 'alert', text: WORDS.notAllowed }), this.#login.root].filter(Boolean));
      this.#login.begin();
    }
  }

  #controls() {
    const report = this.#report;
    const day = (name) => {
      const input = el('input', { type: 'date', value: report[name], 'aria-label': WORDS[name] });
      input.addEventListener('change', () => input.value && report.set({ [name]: input.value }));
      return input;
    };
    const split = el('select', { 'aria-label': WORDS.by }, ...Object.entries(WORDS.splits).map(([value, text]) => el('option', { value, text, selected: value === report.by })));
    split.addEventListener('change', () => report.set({ by: split.value }));
    return [
      el('h1', { text: WORDS.title }), el('span', { class: 'grow' }),
      ...[7, 30].map((days) => button('plain', WORDS.lastDays(days), () => report.lastDays(days))),
      day('from'), el('span', { text: WORDS.to }), day('to'), split,
      el('a', { class: 'plain', href: report.csv, download: 'report.csv', text: WORDS.csv }),
      button('plain', WORDS.theme, () => this.#theme.next()), el('a', { class: 'plain', href: '/desk', text: WORDS.desk }),
    ];
  }

  #figures() {
    const tiles = this.#report.found.figures.map((figure) => {
      const changed = change(figure);
      const before = changed && (changed.arrow ? `${changed.arrow} ${WORDS.before(valueWords(figure, figure.before))}` : WORDS.same);
      const tile = button('tile', '', () => this.#open(figure.name, figure.title, null), { title: figure.meaning, 'data-figure': figure.name });
      tile.append(el('span', { class: 'quiet', text: figure.title }), el('strong', { text: valueWords(figure, figure.value) }),
        el('span', { class: `small ${changed?.kind || 'quiet'}`, text: before || WORDS.none }));
      return tile;
    });
    return section(WORDS.figures, '', el('div', { class: 'tiles' }, ...tiles));
  }

  #why() {
    const { found } = this.#report;
    const told = reasons(found);
    const sentences = told.length ? told.map(({ list, key, text }) => el('li', {}, button('statement', text, () => this.#open(list, text, key)))) : [el('li', { class: 'quiet', text: WORDS.calm })];
    const lists = Object.keys(WORDS.lists).map((name) => this.#list(name, found[name]));
    return section(WORDS.why, WORDS.whyLead, el('ul', { class: 'reasons' }, ...sentences), el('div', { class: 'lists' }, ...lists));
  }

  #list(name, rows) {
    const most = Math.max(...rows.map(({ count }) => count), 1);
    const lines = rows.map(({ key, title, count, before }) => {
      const line = button('ranked', '', () => this.#open(name, title, key));
      line.append(el('span', { class: 'clip', text: title }), el('meter', { min: '0', max: most, value: count, 'aria-hidden': 'true' }),
        el('b', { text: count }), el('span', { class: 'quiet small', text: WORDS.before(before) }));
      return el('li', {}, line);
    });
    return el('div', { class: 'panel' }, el('h3', { text: WORDS.lists[name] }), el('p', { class: 'quiet small', text: WORDS.listHints[name] }),
      el('ol', {}, ...(lines.length ? lines : [el('li', { class: 'quiet', text: WORDS.nothing })])));
  }

  #trend() {
    const { found, figure } = this.#report;
    const kind = found.figures.find(({ name }) => name === figure) || found.figures[0];
    const choice = el('select', { 'aria-label': WORDS.figure }, ...found.figures.map(({ name, title }) => el('option', { value: name, text: title, selected: name === kind.name })));
    choice.addEventListener('change', () => this.#report.show(choice.value));
    const short = found.by === 'day' || found.by === 'week';
    const bars = found.rows.map((row) => ({ label: short ? row.title.slice(5) : row.title, value: row[kind.name], words: valueWords(kind, row[kind.name]) }));
    return section(WORDS.trend, kind.meaning, choice, bars.length ? chart(short ? bars : bars.slice(0, 12), kind.title) : el('p', { class: 'quiet', text: WORDS.nothing }));
  }

  #table() {
    const { found } = this.#report;
    const heads = [WORDS.splits[found.by], WORDS.consultations, ...found.figures.map(({ title }) => title)];
    const body = found.rows.map((row) => el('tr', {}, el('th', { scope: 'row', text: row.title }), el('td', { text: row.consultations }),
      ...found.figures.map((figure) => el('td', { text: valueWords(figure, row[figure.name]) }))));
    return section(WORDS.table, '', el('div', { class: 'scroll', tabindex: '0' }, el('table', {},
      el('thead', {}, el('tr', {}, ...heads.map((text) => el('th', { scope: 'col', text })))), el('tbody', {}, ...body))));
  }

  #open(name, title, topic) {
    const figure = this.#report.found.figures.find((each) => each.name === name) || null;
    this.#behind.open({ name, title, topic, figure });
  }
}

const section = (title, lead, ...children) => el('section', { class: 'part' }, el('h2', { text: title }), lead && el('p', { class: 'quiet small', text: lead }), ...children);

const troubleWords = (trouble) => (trouble === 'bad_days' ? WORDS.badDays : trouble === 'unavailable' || !trouble ? WORDS.unavailable : trouble);
