/** One conversation as this page holds it: messages by `seq`, notes, echoes, dossier, who types. It sends nothing, no DOM. */

import { isRecord, list, readMessage } from '../../widget/wire.js';
import { readMoment } from '../../shared/zh-cn.js';

const TYPING_MS = 6_000;
/** More lines than this are not kept on the page; older ones are read again when they are wanted. */
export const KEPT_LINES = 240;

export class Dialogue {
  loaded = false;
  loading = false;
  trouble = ''; // why there is nothing to see, in words
  watched = false;
  hasOlder = false;
  shopperSeen = 0;
  told = 0; // the last seq that the server was told as seen
  first = 0;
  last = 0;
  brief = null;
  customer = null;
  orders = [];
  tickets = [];
  shopAway = false;
  suggestions = [];
  version = 0; // changes with everything but messages, notes and echoes
  #messages = new Map();
  #sorted = null;
  #notes = new Map();
  #proposals = new Map();
  #echoes = new Map();
  #typingUntil = 0;

  constructor(id) {
    this.id = id;
  }

  /** @param {import('../../types/desk').Dossier} dossier */
  take(dossier) {
    const { messages, more } = isRecord(dossier.history) ? dossier.history : {};
    const read = list(messages).map(readMessage).filter(Boolean);
    if (read.length && read[0].seq > this.last + 1) this.#forgetMessages();
    read.forEach((message) => this.add(message));
    if (read.length && read[0].seq <= this.first) this.hasOlder = more === true;
    this.brief = isRecord(dossier.brief) ? dossier.brief : null;
    this.customer = isRecord(dossier.customer) ? dossier.customer : null;
    this.orders = list(dossier.orders).filter(isRecord);
    this.tickets = list(dossier.tickets).filter(isRecord);
    this.shopAway = dossier.shop === 'unavailable';
    list(dossier.notes).filter(isRecord).forEach((note) => this.hearNote(note));
    list(dossier.proposals).filter(isRecord).forEach((proposal) => this.hearProposal(proposal));
    Object.assign(this, { loaded: true, trouble: '', version: this.version + 1 });
  }

  /** @returns {object[]} by `seq`; the same array until one comes or goes */
  get messages() {
    this.#sorted ||= [...this.#messages.values()].sort((left, right) => left.seq - right.seq);
    return this.#sorted;
  }

  get echoes() {
    return [...this.#echoes.values()];
  }

  get proposals() {
    return [...this.#proposals.values()];
  }

  /** @returns {object[]} messages, notes and echoes in the order in which they are read */
  get lines() {
    const notes = [...this.#notes.values()].sort((left, right) => left.at - right.at);
    const placed = [];
    for (const message of this.messages) {
      while (notes.length && notes[0].at < message.at) placed.push(notes.shift());
      placed.push(message);
    }
    // Notes that are older than the lines on the page belong to lines that are not here.
    const shown = this.hasOlder ? placed.slice(placed.findIndex(({ seq }) => seq)) : placed;
    return [...shown, ...notes, ...this.echoes];
  }

  add(message) {
    const preview = this.withdraw(message.id)?.image?.url;
    if (preview) URL.revokeObjectURL(preview);
    if (message.role !== 'agent') this.#typingUntil = 0;
    const isNew = !this.#messages.has(message.seq);
    this.#messages.set(message.seq, message);
    this.#sorted = null;
    if (!this.first) this.last = message.seq;
    this.first = Math.min(this.first || message.seq, message.seq);
    while (this.#messages.has(this.last + 1)) this.last += 1;
    return isNew;
  }

  get hasGap() {
    return this.#messages.size > this.last - this.first + 1;
  }

  hearNote(note) {
    this.#notes.set(note.id, { ...note, key: note.id, isNote: true, at: readMoment(note.at) || new Date() });
  }

  hearProposal(proposal) {
    this.#proposals.set(proposal.proposal_id, proposal);
    this.version += 1;
  }

  hearTicket(ticket) {
    this.tickets = this.tickets.map((each) => (each.ticket_id === ticket.ticket_id ? ticket : each));
    this.version += 1;
  }

  hearPromise(promise) {
    const put = (promises) => list(promises).map((each) => (each.promise_id === promise.promise_id ? promise : each));
    this.tickets = this.tickets.map((ticket) => ({ ...ticket, promises: put(ticket.promises) }));
    this.version += 1;
  }

  hearTyping(now = Date.now()) {
    this.#typingUntil = now + TYPING_MS;
  }

  hearSeen({ role, seq }) {
    if (role === 'shopper') this.shopperSeen = Math.max(this.shopperSeen, Number(seq) || 0);
  }

  get typing() {
    return Date.now() < this.#typingUntil;
  }

  echo(id, content) {
    if (this.messages.some((message) => message.id === id)) return;
    this.#echoes.set(id, { id, role: 'agent', at: new Date(), text: '', cards: [], image: null, status: 'sending', reason: '', ...content });
  }

  amend(id, change) {
    if (this.#echoes.has(id)) this.#echoes.set(id, { ...this.#echoes.get(id), ...change });
  }

  withdraw(id) {
    const echo = this.#echoes.get(id);
    this.#echoes.delete(id);
    return echo;
  }

  /** Lets go of the oldest lines; they can be read again. @returns {boolean} whether there were any */
  trim(limit = KEPT_LINES) {
    const surplus = this.last - this.first + 1 - limit;
    if (surplus <= 0) return false;
    for (let seq = this.first; seq < this.first + surplus; seq += 1) this.#messages.delete(seq);
    this.#sorted = null;
    this.first += surplus;
    this.hasOlder = true;
    return true;
  }

  #forgetMessages() {
    this.#messages.clear();
    this.#sorted = null;
    Object.assign(this, { first: 0, last: 0, hasOlder: true });
  }
}
