/** Where she writes, and what slides over it: the orders to pick from, and the rating. */

import { button, el, icon, say, show } from '../../shared/dom.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { preparePicture } from '../talk.js';
import { TEXT_LIMIT, isRecord, list, sendable, words } from '../wire.js';

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

  write(text) {
    this.field.value = [this.field.value, text].filter(Boolean).join('\n');
    this.#judge();
    this.field.focus();
  }

  take(event, { files }) {
    const pictures = [...files].filter(({ type }) => type.startsWith('image/'));
    if (pictures.length) event.preventDefault();
    this.add(pictures);
  }

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

export class OrderPicker {
  #list = el('div', { class: 'picker' });
  root;

  constructor(pick, leave) {
    this.pick = pick;
    this.root = el('section', { class: 'sheet', 'aria-label': WORDS.chooseOrder, hidden: true },
      el('p', { class: 'card-head' }, el('b', { text: WORDS.chooseOrder }), button('link-button', WORDS.collapse, leave)), this.#list);
  }

  open(orders) {
    const choices = orders.map(({ order_id: id, items, status, total_fen: total }) => {
      const choice = button('order-choice', '', () => this.pick(words(id)));
      const titles = list(items).filter(isRecord).map(({ title }) => words(title));
      choice.append(...[['', titles.join('、')], ['tag', codeWords(status)], ['quiet', words(id)], ['price', yuan(total)]]
        .map(([className, text]) => el('span', { class: className, text })));
      return choice;
    });
    this.#list.replaceChildren(...(choices.length ? choices : [WORDS.noOrders]));
    show(this.root, true);
    (this.#list.querySelector('button') || this.root.querySelector('button')).focus();
  }
}

export class Rating {
  #score = 0;
  #stars = WORDS.rateScores.map((label, index) => button('star', '', () => this.#choose(index + 1), { 'aria-label': label }));
  #said = el('p', { class: 'quiet', role: 'status' });
  #factors = el('div', { class: 'choices' });
  #comment = el('textarea', { class: 'field', rows: '2', maxlength: '500', placeholder: WORDS.rateComment, 'aria-label': WORDS.rateComment });
  #submit = el('button', { class: 'primary', text: WORDS.rateSubmit });
  #form;
  root;

  constructor(talk) {
    this.#stars.forEach((star) => star.append(icon('star')));
    this.#form = el('form', {}, el('div', {}, ...this.#stars), this.#said, this.#factors, this.#comment,
      el('p', { class: 'card-foot' }, button('link-button', WORDS.rateLater, () => talk.setRating('')), this.#submit));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const chosen = [...this.#factors.querySelectorAll('[aria-pressed=true]')].map(({ textContent }) => textContent);
      talk.rate(this.#score, chosen, this.#comment.value);
    });
    this.root = el('section', { class: 'sheet', 'aria-label': WORDS.rateTitle }, el('b', { text: WORDS.rateTitle }), this.#form);
    this.update('');
  }

  update(rating) {
    if (rating === 'asked' && this.root.hidden) this.#choose(0);
    show(this.root, rating);
    show(this.#form, rating === 'asked');
    say(this.root.firstChild, rating === 'given' ? WORDS.rateThanks : WORDS.rateTitle);
  }

  #choose(score) {
    this.#score = score;
    this.#stars.forEach((star, index) => {
      star.classList.toggle('lit', index < score);
      star.setAttribute('aria-pressed', index + 1 === score);
    });
    say(this.#said, WORDS.rateScores[score - 1] || '');
    [this.#factors, this.#comment].forEach((node) => show(node, score));
    this.#submit.disabled = !score;
    this.#factors.replaceChildren(...(score > 3 ? WORDS.rateGood : WORDS.ratePoor).map((label) => {
      const factor = button('choice', label, () => factor.setAttribute('aria-pressed', factor.ariaPressed !== 'true'), { 'aria-pressed': 'false' });
      return factor;
    }));
  }
}
