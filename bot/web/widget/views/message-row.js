/** One line of the thread. What it says is built once; what becomes of it (status, buttons) is updated in place. */

import { button, el, link, richText, safeUrl } from '../../shared/dom.js';
import { icon } from '../../shared/icons.js';
import { momentWords } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { buildCard } from './cards.js';

export class MessageRow {
  #panel;
  #body = el('div', { class: 'body' });
  #status = el('div', { class: 'status', 'aria-live': 'off' });
  #buttons = [];
  #built = '';
  #item;

  /** @param {import('../types').Line} line @param {import('./panel.js').Panel} panel what its buttons act on */
  constructor(line, panel) {
    this.#panel = panel;
    this.root = el('div', { class: `row row-${line.item.role}` }, who(line.item), this.#body, this.#status);
  }

  /** @param {import('../types').Line} line */
  update({ item, status, used, follows }) {
    this.#item = item;
    const content = JSON.stringify([item.text, item.buttons, item.cards, item.about, Boolean(item.image)]);
    if (content !== this.#built) this.#build(item);
    this.#built = content;
    this.root.classList.toggle('follows', follows);
    this.#say(item, status);
    this.#buttons.forEach((choice, index) => {
      choice.disabled = used !== undefined;
      choice.classList.toggle('chosen', used === index);
    });
  }

  #build({ text, cards = [], image, buttons = [], about, failure }) {
    const { talk, gateway } = this.#panel.session;
    const shown = about && !cards.length ? [this.#panel.chat.cardFor(about)] : cards;
    this.#buttons = buttons.map((title, index) => button('choice', title, () => talk.click(this.#item, index)));
    this.#body.replaceChildren(...[
      text && el('div', { class: failure ? 'bubble failure' : 'bubble' }, richText(text)),
      image && this.#picture(image, gateway.base),
      ...shown.map((card) => buildCard(card, gateway.base)),
      buttons.length && el('div', { class: 'choices' }, ...this.#buttons),
    ].filter(Boolean));
  }

  #picture({ url, width, height }, base) {
    const src = String(url).startsWith('blob:') ? url : safeUrl(url, base);
    const image = el('img', { class: 'picture', src, width, height, alt: WORDS.picture });
    if (!src || src.startsWith('blob:')) return image;
    const frame = link(src, image);
    frame.target = '_blank';
    image.addEventListener('error', async () => {
      frame.href = image.src = safeUrl(await this.#panel.session.renewPicture(this.#item.seq), base);
    }, { once: true });
    return frame;
  }

  #say({ id, status, reason, final }, words) {
    const said = [words, reason].filter(Boolean).join(' · ');
    this.#status.classList.toggle('failed', status === 'failed');
    if (this.#status.firstChild && this.#status.firstChild.textContent === said) return;
    const again = final
      ? button('link-button', WORDS.editAgain, () => this.#panel.editAgain(id))
      : button('link-button', WORDS.retry, () => this.#panel.session.talk.retry(id));
    this.#status.replaceChildren(el('span', { text: said }), ...(status === 'failed' ? [again] : []));
  }
}

function who({ role, agentName, at }) {
  const name = { bot: WORDS.bot, agent: agentName || WORDS.agent, shopper: WORDS.you }[role] || WORDS.system;
  const time = at && el('time', { class: 'unseen', datetime: at.toISOString(), text: momentWords(at) });
  if (role !== 'bot' && role !== 'agent') return el('div', { class: 'unseen' }, `${name} `, time);
  return el('div', { class: 'who' },
    el('span', { class: 'face', 'aria-hidden': 'true' }, role === 'bot' ? '暖' : icon('person')),
    el('span', { class: 'name', text: name }), el('span', { class: 'badge', text: role === 'bot' ? 'AI' : WORDS.person }), time);
}
