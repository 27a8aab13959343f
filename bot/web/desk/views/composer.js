/** Where she writes: replies, internal notes, whispers. Drafts are kept by conversation; an input method's Enter sends nothing. */

import { el, say, show } from '../../shared/dom.js';
import { TEXT_LIMIT, sendable } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { shelf } from '../model/shelf.js';
import { CannedMenu, cannedAsked, filled, matching } from './canned-menu.js';
import { glyph } from './parts.js';
import { Tray } from './tray.js';

const COUNTER_FROM = 1_800;
const TALLEST_PX = 168;
const COMPOSING_KEY_CODE = 229;
const MODES = {
  reply: { placeholder: WORDS.placeholder, send: WORDS.send, label: WORDS.compose },
  note: { placeholder: WORDS.notePlaceholder, send: WORDS.saveNote, label: WORDS.note },
  whisper: { placeholder: WORDS.whisperPlaceholder, send: WORDS.sendWhisper, label: WORDS.whisper },
};

export class Composer {
  mode = 'reply';
  #session;
  #id = '';
  #kept = 0;
  #menu = new CannedMenu((reply) => this.#takeCanned(reply));
  #tray = new Tray((words) => this.#session.say(words, 'bad'), () => this.#judge());
  field = el('textarea', { class: 'compose', rows: '2', enterkeyhint: 'send', 'aria-controls': 'canned', 'aria-autocomplete': 'list' });
  #words = el('span', { text: WORDS.send });
  #send = el('button', { class: 'primary send' }, glyph('send'), this.#words);
  #counter = el('span', { class: 'quiet small', role: 'status' });
  #hint = el('span', { class: 'quiet small hint', text: WORDS.hintSend });
  root = el('form', { class: 'composer' }, this.#menu.root, this.#tray.root, this.field,
    el('div', { class: 'compose-foot' }, this.#hint, this.#counter, el('span', { class: 'grow' }), this.#send));

  constructor(session) {
    this.#session = session;
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener('keydown', (event) => this.#pressed(event));
    this.field.addEventListener('input', () => this.#wrote());
    this.field.addEventListener('blur', () => this.#menu.close());
    // A menu that is open stays: the reply under her Enter must not change.
    session.texts.addEventListener('canned', () => document.activeElement === this.field && !this.#menu.opened && this.#offerCanned());
    this.field.addEventListener('paste', (event) => this.#tray.take(event, event.clipboardData));
  }

  update(id, mode) {
    if (id === this.#id && mode === this.mode) return;
    this.#keep();
    if (id !== this.#id) this.#tray.clear();
    this.#id = id;
    this.mode = mode;
    this.field.value = shelf.draft(this.#draft);
    this.#become(mode);
  }

  // What is meant for colleagues must never stand where the next Enter sends it to the shopper.
  get #draft() {
    return this.mode === 'reply' ? this.#id : `${this.#id}:${this.mode}`;
  }

  pick() {
    this.#tray.pick();
  }

  takePictures(event, transfer) {
    if (this.mode === 'reply') this.#tray.take(event, transfer);
  }

  /** Puts a text in at the caret and lets her go on from there; the first blank is selected. */
  insert(text, replace = 0) {
    const { field } = this;
    field.focus();
    const at = field.selectionStart - replace;
    field.setRangeText(text, at, field.selectionEnd, 'end');
    const blank = text.indexOf('【');
    if (blank >= 0) field.setSelectionRange(at + blank, at + text.indexOf('】', blank) + 1);
    this.#wrote();
  }

  openCanned() {
    this.field.focus();
    if (!cannedAsked(this.#before)) this.insert(/(^|\s)$/.test(this.#before) ? '/' : ' /');
    else this.#offerCanned();
  }

  get #before() {
    return this.field.value.slice(0, this.field.selectionStart);
  }

  #pressed(event) {
    if (event.isComposing || event.keyCode === COMPOSING_KEY_CODE || this.#menu.pressed(event)) return this.#follow();
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#submit();
  }

  #wrote() {
    this.#judge();
    this.#offerCanned();
    clearTimeout(this.#kept);
    this.#kept = setTimeout(() => this.#keep(), 400);
    if (this.mode === 'reply' && sendable(this.field.value)) this.#session.acts.typing(this.#id);
  }

  #offerCanned() {
    const asked = this.mode === 'reply' && cannedAsked(this.#before);
    const chat = this.#session.desk.chat(this.#id);
    if (asked) this.#menu.open(matching(this.#session.desk.canned, asked.query, chat?.skill));
    else this.#menu.close();
    this.#follow();
  }

  #follow() {
    const { active } = this.#menu;
    if (active) this.field.setAttribute('aria-activedescendant', active);
    else this.field.removeAttribute('aria-activedescendant');
  }

  #takeCanned(reply) {
    const asked = cannedAsked(this.#before);
    this.#menu.close();
    this.insert(filled(reply.text, this.#session, this.#session.dialogue), asked ? asked.length : 0);
  }

  #become(mode) {
    const { placeholder, send, label } = MODES[mode];
    this.field.placeholder = placeholder;
    this.field.setAttribute('aria-label', label);
    say(this.#words, send);
    this.root.classList.toggle('internal', mode !== 'reply');
    show(this.#hint, mode === 'reply');
    this.#menu.close();
    this.#judge();
  }

  #judge() {
    const text = this.field.value.trim();
    const count = [...text].length;
    const over = Math.max(0, count - TEXT_LIMIT);
    show(this.#counter, count >= COUNTER_FROM);
    say(this.#counter, over ? WORDS.tooLong(over) : `${count}/${TEXT_LIMIT}`);
    this.#send.disabled = over > 0 || !(sendable(text) || (this.mode === 'reply' && this.#tray.size));
    this.field.style.height = 'auto';
    if (text) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, TALLEST_PX)}px`;
  }

  async #submit() {
    const { acts } = this.#session;
    if (this.#send.disabled) return;
    const text = this.field.value;
    this.field.value = '';
    this.#keep();
    if (this.mode === 'reply') {
      this.#tray.pictures.forEach((picture) => acts.sendPicture(this.#id, picture));
      this.#tray.clear();
      acts.say(this.#id, text);
      this.onsent?.();
    } else if (await acts[this.mode](this.#id, sendable(text))) this.onnoted?.();
    else this.insert(text);
    this.#judge();
    this.field.focus();
  }

  #keep() {
    clearTimeout(this.#kept);
    if (this.#id) shelf.keepDraft(this.#draft, this.field.value);
  }
}
