/** The lists that are read by REST: all chats, tickets, proposals, promises due, after-sale cases. Pages, filters, and a look now and then. No DOM. */

import { isRecord } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { api } from './api.js';
import { serverNow } from './clock.js';
import { isDueSoon, minutesLeft } from './due.js';

const EVERY_MS = 45_000;
const SOON_MS = 2 * 3_600_000;
const KEPT_ROWS = 400;
export const TO_DECIDE = 'applied';
export const FOR_PEOPLE = 'open,refused,unknown';

const dueBefore = () => new Date(serverNow() + SOON_MS).toISOString();

const LISTS = {
  all: { ask: api.conversations, key: 'conversation_id', query: ({ q, filter }) => ({ list: filter || 'all', q }) },
  tickets: { ask: api.tickets, key: 'ticket_id', query: ({ q, filter }) => ({ status: filter, q }) },
  proposals: { ask: api.proposals, key: 'proposal_id', query: ({ filter }) => ({ state: filter }) },
  promises: { ask: api.promises, key: 'promise_id', query: ({ filter }) => (filter === 'open' ? { state: 'open,broken', due_before: dueBefore() } : { state: filter }) },
  cases: { ask: api.cases, key: 'after_sale_id', query: ({ filter }) => ({ state: filter }) },
};

/** One list: `rows`, `total`, what it is filtered by, and what stands in the way. `elsewhere`: the shop's own system decides; `untold`: it keeps them to itself. */
class Shelf {
  rows = [];
  total = 0;
  elsewhere = false;
  untold = false;
  q = '';
  loading = false;
  trouble = '';
  loaded = false;
  #turn = 0;

  constructor(kind, filter, changed) {
    Object.assign(this, { ...LISTS[kind], filter, changed });
  }

  async read(page = 1) {
    const turn = (this.#turn += 1);
    this.loading = true;
    try {
      const found = await this.ask({ ...this.query(this), page });
      if (turn !== this.#turn) return;
      const { rows, ...more } = found;
      const former = page > 1 ? this.rows.slice(0, (page - 1) * 50) : [];
      this.rows = [...former, ...rows].slice(0, KEPT_ROWS);
      Object.assign(this, { ...more, trouble: '', loaded: true });
    } catch ({ message }) {
      if (turn === this.#turn) this.trouble = message || WORDS.unavailable;
    }
    this.loading = false;
    this.changed();
  }

  get hasMore() {
    return this.rows.length < Math.min(this.total, KEPT_ROWS);
  }

  more() {
    if (!this.loading && this.hasMore) this.read(Math.floor(this.rows.length / 50) + 1);
  }

  put(row) {
    this.rows = this.rows.map((each) => (each[this.key] === row[this.key] ? row : each));
  }
}

export class Records {
  #session;
  #timer = 0;
  #warned = new Set();

  constructor(session) {
    this.#session = session;
    const changed = () => session.changed();
    this.lists = {
      all: new Shelf('all', '', changed), tickets: new Shelf('tickets', 'open', changed),
      proposals: new Shelf('proposals', FOR_PEOPLE, changed), promises: new Shelf('promises', 'open', () => this.#warn()),
      cases: new Shelf('cases', TO_DECIDE, changed),
    };
  }

  start() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.refresh(), EVERY_MS);
    this.refresh();
  }

  stop() {
    clearInterval(this.#timer);
    for (const shelf of Object.values(this.lists)) Object.assign(shelf, { rows: [], total: 0, loaded: false });
  }

  // The counts on the rail are of these; all chats are read when they are looked at.
  refresh() {
    if (document.visibilityState !== 'visible' && this.lists.tickets.loaded) return;
    const cases = this.#session.desk.decidesCases ? ['cases'] : [];
    for (const name of ['tickets', 'proposals', 'promises', ...cases]) this.lists[name].read();
  }

  show(name) {
    this.lists[name]?.read();
  }

  filter(name, change) {
    Object.assign(this.lists[name], change);
    this.lists[name].read();
  }

  // Each promise rings once, while there is time to keep it.
  #warn() {
    const pressing = this.lists.promises.rows.filter((promise) => isDueSoon(promise) && !this.#warned.has(promise.promise_id));
    for (const promise of pressing) {
      this.#warned.add(promise.promise_id);
      this.#session.say(WORDS.promiseSoon(promise.what, minutesLeft(promise)), 'bad');
      this.#session.happened({ kind: 'promise', key: `promise:${promise.promise_id}`, text: promise.what });
    }
    this.#session.changed();
  }

  hearProposal(proposal) {
    const shelf = this.lists.proposals;
    const known = shelf.rows.find(({ proposal_id: id }) => id === proposal.proposal_id);
    if (known) shelf.put(proposal);
    if (!known || known.state !== proposal.state) shelf.read();
    this.#refocus('proposal', 'proposal_id', proposal);
  }

  async changeTicket(id, change) {
    await this.#write('ticket', 'ticket_id', () => api.changeTicket(id, change));
  }

  async keepPromise(id) {
    await this.#write('promise', 'promise_id', () => api.keepPromise(id));
  }

  async decideCase(id, decision) {
    await this.#write('case', 'after_sale_id', () => api.decideCase(id, decision));
  }

  async #write(kind, key, act) {
    try {
      const row = await act();
      if (!isRecord(row)) return;
      this.lists[`${kind}s`].put(row);
      this.#refocus(kind, key, row);
      const dialogue = this.#session.library.known(row.conversation_id);
      if (kind === 'ticket') dialogue?.hearTicket(row);
      else if (kind === 'promise') dialogue?.hearPromise(row);
      else if (row.conversation_id) this.#session.library.load(row.conversation_id);
      this.lists[`${kind}s`].read();
      this.#session.say(WORDS.saved, 'good');
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
  }

  #refocus(kind, key, row) {
    const { focus } = this.#session;
    if (focus?.kind === kind && focus.row[key] === row[key]) this.#session.focus = { kind, row };
    this.#session.changed();
  }
}
