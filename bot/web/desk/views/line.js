/** One line of the thread: a message with its cards and picture, or an internal note. Built once; its status is updated in place. */

import { button, el, link, richText, safeUrl } from '../../shared/dom.js';
import { momentWords } from '../../shared/zh-cn.js';
import { buildCard } from '../../widget/views/cards.js';
import { api } from '../model/api.js';
import { WORDS } from '../strings.js';
import { chip } from './parts.js';
import { askRelabel } from './questions.js';

const MASKED = /\*{3,}/;

export class Line {
  #session;
  #chat;
  #thread;
  #item;
  #built = '';
  #revealed = '';
  #shown = '';
  #wish = ''; // what an agent said on this page that it wants
  #body = el('div', { class: 'body' });
  #status = el('div', { class: 'status', 'aria-live': 'off' });
  root;

  constructor({ item }, session, chat, thread) {
    this.#session = session;
    this.#chat = chat;
    this.#thread = thread;
    this.seq = item.seq;
    const kind = item.isNote ? `note note-${item.kind}` : `msg msg-${item.role}`;
    this.root = el('div', { class: kind }, item.isNote ? noteHead(item) : this.#who(item), this.#body, this.#status);
  }

  update({ item, status, follows, heard }) {
    const shown = `${status}${follows}${heard}${this.#revealed}${this.#wish}`;
    if (this.#item === item && this.#shown === shown) return;
    this.#item = item;
    this.#shown = shown;
    const content = JSON.stringify([item.text, item.cards, item.about, Boolean(item.image), item.buttons, heard, this.#revealed, this.#wish]);
    if (content !== this.#built) this.#build(item, heard);
    this.#built = content;
    this.root.classList.toggle('follows', follows);
    this.#say(item, status);
  }

  #who({ role, agentName, at, failure }) {
    const own = role === 'agent' && (!agentName || agentName === this.#session.desk.me?.name);
    const name = { bot: WORDS.bot, agent: own ? WORDS.you : agentName, shopper: WORDS.shopper, system: WORDS.system }[role];
    return el('div', { class: 'who' }, el('span', { class: 'name', text: name }),
      role === 'bot' && chip('AI', 'ai'), role === 'agent' && !own && chip(WORDS.person, 'outline'),
      failure && chip(WORDS.failureReply, 'mood-upset'),
      at && el('time', { datetime: at.toISOString(), text: momentWords(at).replace(/^今天 /, ''), title: momentWords(at) }));
  }

  #build({ text, cards = [], image, about, buttons = [], isNote, role }, heard) {
    const said = this.#revealed || text;
    this.#body.replaceChildren(...[
      said && el('div', { class: 'bubble' }, richText(said)),
      !isNote && role === 'shopper' && MASKED.test(said) && button('link-button reveal', WORDS.reveal, () => this.#reveal()),
      heard && text && this.#relabelling(),
      image && picture(image),
      about && el('p', { class: 'quiet small', text: `${WORDS.about} ${about.sku || `${WORDS.order} ${about.order_id}`}` }),
      ...cards.map((card) => buildCard(card, location.href)),
      buttons.length && el('div', { class: 'offered' }, ...buttons.map((title) => el('span', { class: 'chip outline', text: title }))),
    ].filter(Boolean));
  }

  #relabelling() {
    if (this.#wish) return el('p', { class: 'quiet small', text: WORDS.relabelled(WORDS.wishes[this.#wish]) });
    return button('link-button relabel', WORDS.relabel, () => this.#relabel());
  }

  async #relabel() {
    this.#wish = (await askRelabel(this.#session, this.#chat, this.#item)) || this.#wish;
    this.#session.changed();
  }

  async #reveal() {
    try {
      this.#revealed = await api.reveal(this.#chat, 'message', this.seq);
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
    this.#session.changed();
  }

  #say(item, words) {
    const said = [words, item.reason].filter(Boolean).join(' · ');
    const failed = item.status === 'failed';
    this.#status.classList.toggle('bad', failed);
    if ((this.#status.firstChild?.textContent || '') === said && this.#status.childNodes.length === (failed ? 3 : Number(Boolean(said)))) return;
    this.#status.replaceChildren(...[
      said && el('span', { text: said }),
      failed && button('link-button', WORDS.again, () => this.#session.acts.retry(this.#chat, this.#item)),
      failed && button('link-button', WORDS.editAgain, () => this.#thread.takeBack(this.#item)),
    ].filter(Boolean));
  }
}

function noteHead({ kind, agent, at }) {
  return el('div', { class: 'who' }, el('span', { class: 'name', text: WORDS.noteKinds[kind] || WORDS.note }), el('span', { text: agent || WORDS.bot }),
    el('time', { datetime: at.toISOString(), text: momentWords(at) }), el('span', { class: 'grow' }), chip(WORDS.onlyDesk, 'outline'));
}

/** @param {{url: string, width: number, height: number}} image @returns {HTMLElement} */
export function picture({ url, width, height }) {
  const src = String(url).startsWith('blob:') ? url : safeUrl(url, location.href);
  if (!src) return el('p', { class: 'quiet', text: WORDS.noPicture });
  const image = el('img', { class: 'picture', src, width, height, alt: WORDS.image, loading: 'lazy' });
  if (src.startsWith('blob:')) return image;
  const frame = link(src, image);
  frame.target = '_blank';
  return frame;
}
