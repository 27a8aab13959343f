/** One conversation as this page holds it: messages by `seq`, echoes, holder, who types. It sends nothing, no DOM. */

import { list, words } from './wire.js';

const TYPING_MS = 6_000;
const REPLY_MS = 16_000;

export class Conversation {
  holder = 'bot';
  agent = null;
  queue = null;
  greeting = '';
  suggestions = [];
  hasOlder = false;
  rating = ''; // 'asked', 'given'
  agentSeen = 0;
  first = 0;
  last = 0;
  clicked = new Map();
  #messages = new Map();
  #echoes = new Map();
  #typing = '';
  #typingUntil = 0;
  #replyUntil = 0;
  #welcomed = false;

  get messages() {
    return [...this.#messages.values()].sort((left, right) => left.seq - right.seq);
  }

  get echoes() {
    return [...this.#echoes.values()];
  }

  add(message) {
    if (message.role === 'shopper') this.#echoes.delete(message.id);
    const isNew = !this.#messages.has(message.seq);
    this.#messages.set(message.seq, message);
    if (!this.first) this.last = message.seq;
    this.first = Math.min(this.first || message.seq, message.seq);
    while (this.#messages.has(this.last + 1)) this.last += 1;
    return isNew;
  }

  get hasGap() {
    return this.#messages.size > this.last - this.first + 1;
  }

  echo(id, content) {
    if (this.#echoes.has(id) || this.messages.some((message) => message.role === 'shopper' && message.id === id)) return;
    this.#echoes.set(id, {
      id, role: 'shopper', at: new Date(), text: '', about: null, image: null, status: 'sending', reason: '', final: false, ...content,
    });
  }

  amend(id, change) {
    if (this.#echoes.has(id)) this.#echoes.set(id, { ...this.#echoes.get(id), ...change });
  }

  withdraw(id) {
    const { text } = this.#echoes.get(id) || { text: '' };
    this.#echoes.delete(id);
    return text;
  }

  hearWelcome(frame) {
    this.#stand(frame);
    this.#welcomed = true;
    this.greeting = words(frame.greeting);
    this.suggestions = list(frame.suggestions).map(words).filter(Boolean);
  }

  hearState(frame) {
    const ends = frame.holder === 'nobody' && this.holder !== 'nobody';
    this.#stand(frame);
    if (frame.holder !== 'nobody') this.rating = '';
    else if (ends && this.ratable && !this.rating) this.rating = 'asked';
  }

  #stand({ holder, agent, queue }) {
    Object.assign(this, { holder: words(holder) || 'bot', agent: agent || null, queue: queue || null });
  }

  hearMessage(message) {
    if (!this.add(message)) return;
    const now = Date.now();
    if (message.role === this.#typing) this.#typing = '';
    if (message.role === 'shopper' && Math.abs(now - message.at) < 2 * REPLY_MS) this.#replyUntil = now + REPLY_MS;
  }

  hearTyping({ role }) {
    this.#typing = role;
    this.#typingUntil = Date.now() + TYPING_MS;
  }

  hearSeen({ role, seq }) {
    if (role === 'agent') this.agentSeen = Math.max(this.agentSeen, Number(seq) || 0);
  }

  get ratable() {
    return this.messages.some(({ role }) => role === 'bot' || role === 'agent');
  }

  get typing() {
    const now = Date.now();
    if (this.#typing && this.#typing !== 'shopper' && now < this.#typingUntil) return true;
    return now < this.#replyUntil && (this.holder === 'bot' || this.holder === 'queue') && this.#awaitsReply();
  }

  #awaitsReply() {
    let [asked, answered] = [0, 0];
    for (const message of this.messages) {
      if (message.role === 'shopper') asked = message.seq;
      else answered = Math.max(answered, message.replyTo);
    }
    return asked > answered;
  }

  get shownGreeting() {
    return this.#welcomed && !this.hasOlder && this.first <= 1 ? this.greeting : '';
  }

  unreadAfter(seen) {
    return this.messages.filter(({ role, seq }) => role !== 'shopper' && seq > seen).length;
  }

  get usedButtons() {
    const used = new Map();
    let said = this.#echoes.size ? this.echoes[0].text : null;
    for (const { seq, role, text, buttons } of this.messages.reverse()) {
      if (role === 'shopper') said = text;
      else if (said !== null && buttons.includes(said)) used.set(seq, buttons.indexOf(said));
    }
    return new Map([...used, ...this.clicked]);
  }
}
