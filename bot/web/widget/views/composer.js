/** Where she writes. Enter sends, Shift+Enter breaks the line, and while an input method composes, Enter is its own. */

import { button, el, say, show } from '../../shared/dom.js';
import { icon } from '../../shared/icons.js';
import { TEXT_LIMIT, sendable } from '../frames.js';
import { WORDS } from '../strings.js';
import { preparePicture } from '../talk.js';

const COUNTER_FROM = 1800;
const TALLEST_PX = 132;
const COMPOSING_KEY_CODE = 229;

export class Composer {
  field = el('textarea', { class: 'field', rows: '1', 'aria-label': WORDS.compose, enterkeyhint: 'send', 'aria-describedby': 'counter' });
  #panel;
  #send = el('button', { class: 'send', 'aria-label': WORDS.send }, icon('send'));
  #counter = el('p', { class: 'quiet counter', id: 'counter', role: 'status' });
  #tray = el('div', { class: 'tray' });
  #pictures = new Map();
  root = el('form', { class: 'composer' }, this.#tray, this.#counter, el('div', { class: 'writing' }, this.field, this.#send));

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.root.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener('keydown', (event) => {
      const composes = event.isComposing || event.keyCode === COMPOSING_KEY_CODE;
      if (event.key !== 'Enter' || event.shiftKey || composes) return;
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener('input', () => {
      this.#judge();
      if (sendable(this.field.value)) panel.session.talk.typing();
    });
    this.field.addEventListener('paste', (event) => this.take(event, event.clipboardData));
    this.#judge();
  }

  /** @param {string} text to be changed and sent anew */
  write(text) {
    this.field.value = [this.field.value, text].filter(Boolean).join('\n');
    this.#judge();
    this.field.focus();
  }

  /** Takes the pictures of a paste or a drop. @param {Event} event kept from the browser if there are any */
  take(event, { files }) {
    const pictures = [...files].filter(({ type }) => type.startsWith('image/'));
    if (pictures.length) event.preventDefault();
    this.add(pictures);
  }

  /** @param {File[]} files that wait above the composer until they are sent */
  async add(files) {
    for (const file of files) {
      const picture = await preparePicture(file);
      if (picture) this.#hold(picture);
      else this.#panel.flash(WORDS.pictureFault);
    }
  }

  #hold(picture) {
    const remove = button('remove', '', () => this.#letGo(picture), { 'aria-label': WORDS.removePicture });
    remove.append(icon('close'));
    const node = el('div', {}, el('img', { src: URL.createObjectURL(picture), alt: WORDS.picture }), remove);
    this.#pictures.set(picture, node);
    this.#tray.append(node);
    this.#judge();
  }

  #letGo(picture) {
    this.#pictures.get(picture).remove();
    this.#pictures.delete(picture);
    this.#judge();
  }

  #judge() {
    const text = this.field.value.trim();
    const count = [...text].length;
    const over = Math.max(0, count - TEXT_LIMIT);
    show(this.#counter, count >= COUNTER_FROM);
    say(this.#counter, over ? WORDS.tooLong(over) : `${count}/${TEXT_LIMIT}`);
    this.#send.disabled = over > 0 || !(sendable(text) || this.#pictures.size);
    this.field.style.height = 'auto';
    if (text) this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST_PX)}px`;
  }

  // The last picture carries the text: a turn begins at once after a picture, and it should know what is asked.
  #submit() {
    if (this.#send.disabled) return;
    const { talk } = this.#panel.session;
    const pictures = [...this.#pictures.keys()];
    const text = this.field.value;
    this.field.value = '';
    pictures.forEach((picture, index) => {
      talk.sendPicture(picture, index === pictures.length - 1 ? text : '');
      this.#letGo(picture);
    });
    if (!pictures.length) talk.say(text);
    this.#judge();
    this.field.focus();
  }
}
