/** The chat itself: puts the views together, hands each act of the shopper to `Talk`. */

import { button, el, icon, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { Composer, OrderPicker, Rating } from './foot.js';
import { MessageList } from './thread.js';

const FLASH_MS = 6_000;

export class Panel {
  #standing = el('p', { class: 'quiet', role: 'status' });
  #leave;
  #trouble = el('span');
  #act;
  #notice;
  #flash = el('p', { class: 'notice flash', role: 'alert', hidden: true });
  #flashTimer = 0;
  #suggestions = el('div', { class: 'choices suggestions', role: 'group', 'aria-label': WORDS.suggestions });
  #suggested = '';
  #file = el('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true });
  #product;
  #order;
  #human;
  #list = new MessageList(this);
  #composer = new Composer(this);
  #picker;
  #rating;

  constructor(session, chat) {
    const { talk } = session;
    this.session = session;
    this.chat = chat;
    this.#rating = new Rating(talk);
    this.#picker = new OrderPicker((id) => this.#picked(id), () => this.dismiss());
    this.#leave = tool('leave', '', () => talk.leave(), { 'aria-label': WORDS.leave, title: WORDS.leave });
    this.#act = button('link-button', '', () => session.tryNow());
    this.#notice = el('div', { class: 'notice', role: 'status' }, this.#trouble, this.#act);
    this.#product = tool('bag', WORDS.sendProduct, () => talk.show({ sku: chat.getAttribute('sku') }));
    this.#order = tool('order', WORDS.sendOrder, () => this.dismiss() || this.#pick(), { 'aria-expanded': 'false' });
    this.#human = tool('person', WORDS.askHuman, () => talk.askHuman());
    this.#file.addEventListener('change', () => {
      this.#composer.add([...this.#file.files]);
      this.#file.value = '';
    });
    this.root = this.#assemble();
    this.#takeDrops();
  }

  #assemble() {
    const collapse = tool('down', '', () => this.chat.close(), { 'aria-label': WORDS.collapse });
    return el('section', { class: 'panel', role: 'dialog', 'aria-label': WORDS.panel, hidden: true },
      el('header', { class: 'head' },
        el('span', { class: 'face', 'aria-hidden': 'true', text: '暖' }),
        el('div', { class: 'grow' }, el('h2', {}, WORDS.bot, el('span', { class: 'badge', text: 'AI' })), this.#standing),
        this.#leave, collapse),
      this.#notice, this.#list.root, this.#flash, this.#picker.root, this.#rating.root, this.#suggestions,
      el('div', { class: 'tools' }, tool('image', WORDS.picture, () => this.#file.click()), this.#file,
        this.#product, this.#order, el('span', { class: 'grow' }), this.#human),
      this.#composer.root);
  }

  begin() {
    this.update();
    this.#list.toEnd();
    this.#composer.field.focus();
  }

  update() {
    const { session } = this;
    const { conversation, connection, delivery, visitor } = session;
    const { holder, ratable, agent } = conversation;
    say(this.#standing, visitor && connection.state !== 'live' ? WORDS.connecting : standing(conversation));
    show(this.#leave, ratable && holder !== 'nobody');
    const { words, act } = whatIsWrong(session);
    say(this.#trouble, words);
    say(this.#act, act);
    show(this.#act, act);
    show(this.#notice, words);
    this.#rating.update(conversation.rating);
    this.#list.update();
    this.#suggest(conversation);
    show(this.#product, this.chat.getAttribute('sku'));
    say(this.#human.lastChild, { queue: WORDS.inQueue, agent: WORDS.person }[holder] || WORDS.askHuman);
    this.#human.disabled = holder === 'queue' || holder === 'agent' || delivery.carries('ask_human');
    this.#composer.field.disabled = Boolean(session.closed);
    this.#composer.field.placeholder = agent ? WORDS.served(agent.name) : WORDS.placeholder;
    if (session.notice) this.flash(session.notice);
    session.notice = '';
  }

  flash(words) {
    clearTimeout(this.#flashTimer);
    say(this.#flash, words);
    show(this.#flash, true);
    this.#flashTimer = setTimeout(() => show(this.#flash, false), FLASH_MS);
  }

  editAgain(id) {
    this.#composer.write(this.session.talk.takeBack(id));
  }

  dismiss() {
    if (this.#picker.root.hidden) return false;
    show(this.#picker.root, false);
    this.#order.setAttribute('aria-expanded', 'false');
    this.#order.focus();
    return true;
  }

  async #pick() {
    this.#order.setAttribute('aria-expanded', 'true');
    this.#picker.open(await this.chat.knownOrders());
  }

  #picked(orderId) {
    this.dismiss();
    this.session.talk.show({ order_id: orderId });
    this.#composer.field.focus();
  }

  #suggest({ suggestions: known, holder }) {
    const suggestions = holder === 'queue' ? known.filter((words) => words !== WORDS.askHuman) : known; // she waits already
    show(this.#suggestions, suggestions.length && holder !== 'agent');
    if (this.#suggested === String(suggestions)) return;
    this.#suggested = String(suggestions);
    const { talk } = this.session;
    this.#suggestions.replaceChildren(...suggestions.map((words) => button('choice', words, () => {
      if (words === WORDS.askHuman) talk.askHuman();
      else talk.say(words, true);
    })));
  }

  #takeDrops() {
    this.root.addEventListener('dragover', (event) => event.preventDefault());
    this.root.addEventListener('drop', (event) => this.#composer.take(event, event.dataTransfer));
  }
}

function tool(name, words, onclick, more) {
  const made = button('tool', '', onclick, more);
  made.append(icon(name), words);
  return made;
}

function standing({ holder, agent, queue }) {
  if (holder === 'agent') return WORDS.served(agent?.name);
  if (holder === 'nobody') return WORDS.ended;
  if (holder !== 'queue' || !queue) return WORDS.online;
  const { position, eta_s: eta } = queue;
  return WORDS.queue(position) + (Number.isFinite(eta) ? WORDS.queueEta(Math.round(eta / 60)) : WORDS.queueNobody);
}

function whatIsWrong({ connection, trouble, closed }) {
  if (closed) return { words: closed, act: WORDS.startAgain };
  if (trouble) return { words: trouble, act: WORDS.tryNow };
  const lost = connection.attempts > 0 && connection.state !== 'live' && connection.state !== 'stopped';
  if (lost && !navigator.onLine) return { words: WORDS.offline, act: '' };
  return lost ? { words: WORDS.reconnecting, act: WORDS.tryNow } : { words: '', act: '' };
}
