/** The bar on top: the shop's mark, her status, alerts, theme, keys, her account. */

import { button, el, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { showHelp } from './help.js';
import { manage } from './library-editor.js';
import { glyph, iconButton } from './parts.js';
import { askPassword, askSignOut } from './questions.js';
import { Theme } from './theme.js';

export class Bar {
  #session;
  #alerts;
  #theme = new Theme();
  #status = new Map();
  #name = el('b');
  #role = el('span', { class: 'quiet small' });
  #bell;
  #manage;
  #paint;
  root;

  constructor(session, alerts) {
    this.#session = session;
    this.#alerts = alerts;
    for (const value of Object.keys(WORDS.statuses)) this.#status.set(value, this.#choice(value));
    this.#bell = iconButton('bell', WORDS.soundOn, () => this.#ring());
    this.#manage = iconButton('book', WORDS.manage, () => manage(session), { class: 'icon-button spare' });
    this.#paint = iconButton('theme', WORDS.theme, () => this.#repaint(), { class: 'icon-button spare' });
    this.root = el('header', { class: 'bar' },
      el('div', { class: 'brand' }, el('img', { src: '/static/storefront/img/mark.svg', alt: '', width: '26', height: '26' }), el('h1', { text: WORDS.desk })),
      el('div', { class: 'status-switch', role: 'group', 'aria-label': WORDS.status }, ...this.#status.values()),
      el('span', { class: 'grow' }), this.#bell, this.#paint, iconButton('keys', WORDS.help, () => showHelp(), { class: 'icon-button spare' }),
      this.#manage, el('div', { class: 'me' }, this.#name, this.#role), iconButton('lock', WORDS.changePassword, () => askPassword(session), { class: 'icon-button spare' }),
      iconButton('out', WORDS.signOut, () => askSignOut(session)));
  }

  update() {
    const { me } = this.#session.desk;
    show(this.#manage, this.#session.desk.supervises);
    for (const [value, choice] of this.#status) choice.setAttribute('aria-pressed', me.status === value);
    say(this.#name, me.name);
    say(this.#role, `${WORDS.roles[me.role] || ''} · ${WORDS.load(this.#session.desk.mine.size, me.capacity)}`);
    this.#sayBell();
    this.#sayTheme();
  }

  #choice(value) {
    return button(`status-choice status-is-${value}`, WORDS.statuses[value], () => this.#session.acts.status(value), { title: WORDS.statusHints[value], 'aria-pressed': 'false' });
  }

  async #ring() {
    await this.#alerts.turn(!this.#alerts.on);
    this.#sayBell();
  }

  #sayBell() {
    const words = this.#alerts.on ? WORDS.soundOn : WORDS.soundOff;
    if (this.#bell.title === words && this.#bell.getAttribute('aria-pressed')) return;
    this.#bell.replaceChildren(glyph(this.#alerts.on ? 'bell' : 'mute'));
    Object.assign(this.#bell, { title: words, ariaLabel: words });
    this.#bell.setAttribute('aria-pressed', this.#alerts.on);
  }

  #repaint() {
    this.#theme.next();
    this.#sayTheme();
  }

  #sayTheme() {
    const words = `${WORDS.theme}：${WORDS.themes[this.#theme.value]}`;
    if (this.#paint.title !== words) Object.assign(this.#paint, { title: words, ariaLabel: words });
  }
}
