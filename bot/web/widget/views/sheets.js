/** What slides over the thread's foot: the orders to pick from, and the rating when a conversation was left. */

import { button, el, say, show } from '../../shared/dom.js';
import { icon } from '../../shared/icons.js';
import { codeWords, yuan } from '../../shared/zh-cn.js';
import { isRecord, list, words } from '../frames.js';
import { WORDS } from '../strings.js';

export class OrderPicker {
  #list = el('div', { class: 'picker' });
  root;

  /** @param {(orderId: string) => void} pick @param {() => void} leave */
  constructor(pick, leave) {
    this.pick = pick;
    this.root = el('section', { class: 'sheet', 'aria-label': WORDS.chooseOrder, hidden: true },
      el('p', { class: 'card-head' }, el('b', { text: WORDS.chooseOrder }), button('link-button', WORDS.collapse, leave)), this.#list);
  }

  /** @param {object[]} orders in the shape of an order card */
  open(orders) {
    const choices = orders.map((order) => {
      const titles = list(order.items).filter(isRecord).map(({ title }) => words(title));
      return button('order-choice', '', () => this.pick(words(order.order_id))).appendChild(
        el('span', {}, titles.join('、') || words(order.order_id))).parentNode;
    });
    choices.forEach((choice, index) => choice.append(
      el('span', { class: 'tag', text: codeWords(orders[index].status) }),
      el('span', { class: 'quiet', text: words(orders[index].order_id) }),
      el('span', { class: 'price', text: yuan(orders[index].total_fen) })));
    this.#list.replaceChildren(...(choices.length ? choices : [WORDS.noOrders]));
    show(this.root, true);
    this.root.querySelector('.order-choice, button').focus();
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

  /** @param {import('../talk.js').Talk} talk */
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
