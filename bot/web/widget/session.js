/** One shopper's chat on this page: identity, token, connection, conversation. No DOM. */

import { Connection, backoffMs } from './connection.js';
import { Conversation } from './conversation.js';
import { Delivery } from './delivery.js';
import { shelf } from './shelf.js';
import { WORDS } from './strings.js';
import { Talk } from './talk.js';
import { Gateway, askShop } from './wire.js';
import { tellTimesIn } from '../shared/zh-cn.js';

const GUEST = 'guest';

function personKey(identity) {
  try {
    return `customer:${JSON.parse(atob(identity.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).sub}`;
  } catch {
    return `customer:${identity}`;
  }
}

const onlyOneTab = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

export class Session {
  identityUrl = null;
  trouble = '';
  closed = '';
  notice = '';
  visitor = null;
  person = '';
  loadingOlder = false;
  #turn = 0;
  #beginning = 0;
  #failures = 0;
  #refusals = 0;
  #timer = 0;
  #tick = 0;
  #wanted = false;
  #watched = false;
  #toldSeen = 0;
  #redraw;

  constructor(base, redraw) {
    this.#redraw = redraw;
    this.gateway = new Gateway(base);
    this.connection = new Connection(this);
    this.talk = new Talk(this);
    this.#startOver();
  }

  changed() {
    if (this.#watched) this.#markSeen();
    clearTimeout(this.#tick);
    if (this.conversation.typing) this.#tick = setTimeout(() => this.changed(), 1000);
    this.#redraw();
  }

  get seen() {
    return this.visitor ? shelf.seen(this.visitor.conversation) : 0;
  }

  async identify() {
    const turn = (this.#turn += 1);
    clearTimeout(this.#timer);
    try {
      const person = await this.#whoIsThere();
      if (turn === this.#turn) await this.#serve(person, turn);
    } catch (error) {
      this.#inTrouble(error, turn, () => this.identify());
    }
  }

  want() {
    this.#wanted = true;
    this.takeUp();
  }

  takeUp() {
    if (this.person && !this.visitor && !this.closed) this.#begin();
  }

  watch(watched) {
    this.#watched = watched;
    this.changed();
  }

  tryNow() {
    this.closed = '';
    this.trouble = '';
    this.connection.wake();
    if (this.person) this.takeUp();
    else this.identify();
    this.changed();
  }

  stop() {
    this.#turn += 1;
    this.person = '';
    this.#startOver();
  }

  async loadOlder() {
    const { conversation, visitor } = this;
    if (this.loadingOlder || !conversation.hasOlder || !visitor) return;
    this.loadingOlder = true;
    try {
      const { messages, more } = await this.gateway.history(visitor.token, conversation.first);
      messages.forEach((message) => conversation.add(message));
      conversation.hasOlder = more && messages.length > 0;
    } catch {
      this.notice = WORDS.unavailable;
    }
    this.loadingOlder = false;
    this.changed();
  }

  async #whoIsThere() {
    const answer = await askShop(this.identityUrl);
    const identity = answer?.identity || null;
    return { identity, key: identity ? personKey(identity) : GUEST };
  }

  async #serve({ identity, key }, turn) {
    this.trouble = '';
    if (this.visitor && key === this.person) return;
    const guests = this.person === GUEST && identity && this.conversation.ratable && !shelf.visitor(key) ? this.visitor : null;
    // A guest who logs in keeps her conversation; when the server says no, she gets the customer's own.
    if (guests && (await this.gateway.bindIdentity(guests.token, identity).then(() => true, () => false))) {
      shelf.keepVisitor(key, guests);
      shelf.forgetVisitor(GUEST);
    }
    if (turn !== this.#turn) return;
    const kept = shelf.visitor(key);
    const stays = kept && kept.token === this.visitor?.token;
    if (!stays && this.person && this.person !== key) this.#startOver();
    this.person = key;
    if (shelf.who() !== key) shelf.keepWho(key);
    if (kept || this.#wanted) this.takeUp();
    this.changed();
  }

  #startOver() {
    this.connection.stop();
    clearTimeout(this.#timer);
    this.delivery?.stop();
    this.talk.forget();
    Object.assign(this, { visitor: null, closed: '', trouble: '' });
    this.#toldSeen = 0;
    this.conversation = new Conversation();
    this.delivery = new Delivery(this.conversation, this.connection, () => this.changed());
  }

  async #begin() {
    const turn = this.#turn;
    if (this.#beginning === turn) return;
    this.#beginning = turn;
    try {
      const opened = await onlyOneTab(`xiaonuan:${this.person}`, () => this.#open(turn));
      if (turn === this.#turn && opened) await this.#join(opened, turn);
    } catch (error) {
      this.#inTrouble(error, turn, () => this.takeUp());
    }
    if (this.#beginning === turn) this.#beginning = 0;
  }

  // The conversation that this browser has for her, which another tab may have opened a moment ago, or a new one.
  async #open(turn) {
    const kept = shelf.visitor(this.person);
    if (kept) return { visitor: kept, known: true };
    const { identity, key } = await this.#whoIsThere();
    if (turn !== this.#turn) return null;
    if (key !== this.person) return this.identify();
    const visitor = await this.gateway.newVisitor(identity);
    shelf.keepVisitor(key, visitor);
    return { visitor, known: identity !== null };
  }

  async #join({ visitor, known }, turn) {
    this.visitor = visitor;
    if (known) await this.#loadLatest(visitor);
    if (turn !== this.#turn || this.visitor !== visitor) return;
    this.trouble = '';
    this.#failures = 0;
    this.delivery.attach(visitor.conversation);
    this.connection.start();
  }

  // One page, so that a long conversation opens as fast as a short one. Without an answer the socket brings everything.
  async #loadLatest(visitor) {
    const { conversation } = this;
    const page = await this.gateway.history(visitor.token).catch(() => null);
    if (!page) return;
    page.messages.forEach((message) => conversation.hearMessage(message));
    conversation.hasOlder = page.more;
    if (!this.seen) shelf.markSeen(visitor.conversation, conversation.last);
  }

  hello() {
    return { token: this.visitor.token, last_seq: this.conversation.last };
  }

  socketUrl() {
    return this.gateway.socketUrl();
  }

  connectionBecame(state) {
    if (state === 'waiting') this.delivery.socketLost();
    this.changed();
  }

  hear(frame) {
    const { conversation, delivery } = this;
    const { type } = frame;
    if (type === 'message') this.#hearMessage(frame.message);
    else if (type === 'ack') this.#acknowledged(delivery.arrived(frame.id));
    else if (type === 'error') this.#hearError(frame);
    else if (type === 'state') conversation.hearState(frame);
    else if (type === 'typing') conversation.hearTyping(frame);
    else if (type === 'seen') conversation.hearSeen(frame);
    else if (type === 'welcome') this.#welcomed(frame);
    this.changed();
  }

  #welcomed(frame) {
    this.#refusals = 0;
    tellTimesIn(frame.timezone);
    this.conversation.hearWelcome(frame);
    this.delivery.flush();
    this.talk.uploadWaiting();
  }

  #hearMessage(message) {
    if (message.role === 'shopper') this.delivery.arrived(message.id);
    this.conversation.hearMessage(message);
    if (this.conversation.hasGap) this.connection.drop();
  }

  #acknowledged(frame) {
    if (frame?.type === 'rate') this.conversation.rating = 'given';
  }

  #hearError(error) {
    const words = error.message || WORDS.unavailable;
    if (error.code === 'closed') {
      shelf.forgetVisitor(this.person);
      this.#startOver();
      this.closed = words;
    } else if (!this.delivery.refused(error) && error.code !== 'unauthorised') this.notice = words;
  }

  refused() {
    this.#refusals += 1;
    const kept = shelf.visitor(this.person);
    if (kept?.token === this.visitor?.token) shelf.forgetVisitor(this.person);
    this.#startOver();
    if (this.#refusals > 2) this.trouble = WORDS.trouble;
    else if (this.#wanted) this.takeUp();
    this.changed();
  }

  #inTrouble({ passing, message, retryAfterMs }, turn, again) {
    if (turn !== this.#turn) return;
    this.trouble = passing ? WORDS.trouble : message || WORDS.identityTrouble;
    if (passing) this.#timer = setTimeout(again, Math.max(backoffMs(this.#failures), retryAfterMs));
    this.#failures += 1;
    this.changed();
  }

  #markSeen() {
    const seq = this.conversation.last;
    if (!this.visitor || !seq) return;
    shelf.markSeen(this.visitor.conversation, seq);
    if (seq > this.#toldSeen && this.connection.send({ type: 'seen', seq })) this.#toldSeen = seq;
  }
}
