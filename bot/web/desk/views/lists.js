/** The left column: one list at a time, its filter, its first action, and what to do when it is empty. */

import { button, el, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { chosen, iconButton } from './parts.js';
import { caseRow, chatRow, promiseRow, proposalRow, ticketRow } from './rows.js';
import { VirtualList } from './virtual-list.js';

const SEARCH_MS = 350;
const FILTERS = { all: WORDS.allState, tickets: WORDS.ticketStatus, proposals: WORDS.proposalState, promises: WORDS.promiseState, cases: WORDS.caseState };
const EMPTY = {
  waiting: [WORDS.emptyWaiting, WORDS.emptyWaitingHint], mine: [WORDS.emptyMine, WORDS.emptyMineHint], all: [WORDS.emptyAll, ''],
  tickets: [WORDS.emptyTickets, ''], proposals: [WORDS.emptyProposals, WORDS.emptyProposalsHint], promises: [WORDS.emptyPromises, WORDS.emptyPromisesHint], cases: [WORDS.emptyCases, WORDS.emptyCasesHint],
};
const KEYS = { tickets: 'ticket_id', proposals: 'proposal_id', promises: 'promise_id', cases: 'after_sale_id' };
const KIND = { tickets: 'ticket', proposals: 'proposal', promises: 'promise', cases: 'case' };

export class Lists {
  #session;
  #frame;
  #shown = '';
  #filter = '';
  #timer = 0;
  #lists = {};
  #title = el('h2');
  #count = el('span', { class: 'quiet' });
  #search = el('input', { type: 'search', class: 'search', maxlength: '60' });
  #status = el('select', { 'aria-label': WORDS.stateFilter });
  #next = button('primary wide', WORDS.claimNext, () => this.#session.acts.claimNext());
  #away = el('div', { class: 'away', role: 'status' });
  #empty = el('div', { class: 'empty' });
  #place = el('div', { class: 'list-place' });
  root;

  constructor(session, frame) {
    this.#session = session;
    this.#frame = frame;
    this.#search.addEventListener('input', () => this.#searched());
    this.#status.addEventListener('change', () => session.records.filter(this.#shown, { filter: this.#status.value }));
    const refresh = iconButton('refresh', WORDS.refresh, () => session.records.show(this.#shown));
    this.root = el('section', { class: 'lists', 'aria-label': WORDS.lists },
      el('header', { class: 'list-head' }, this.#title, this.#count, el('span', { class: 'grow' }), this.#status, refresh),
      el('div', { class: 'list-tools' }, this.#search, this.#away, this.#next), this.#place, this.#empty);
    this.#refresh = refresh;
  }

  #refresh;

  show(name) {
    if (name === this.#shown) return;
    this.#shown = name;
    this.#filter = '';
    this.#search.value = this.#records?.q || '';
    this.#lists[name] ||= this.#make(name);
    this.#place.replaceChildren(this.#lists[name].root);
    this.#status.replaceChildren(...chosen(Object.keys(FILTERS[name] || {}), this.#records?.filter, (value) => FILTERS[name][value]));
    const words = this.#records ? WORDS.search : WORDS.filter;
    this.#search.placeholder = words;
    this.#search.setAttribute('aria-label', words);
    this.#session.records.show(name);
    this.update();
  }

  step(by) {
    this.#lists[this.#shown]?.step(by);
  }

  focusFilter() {
    this.#search.focus();
  }

  focus() {
    this.#lists[this.#shown]?.focus();
  }

  update() {
    if (!this.#shown) return;
    const items = this.#items();
    const records = this.#records;
    say(this.#title, WORDS.listNames[this.#shown]);
    say(this.#count, records ? String(records.total || '') : String(items.length || ''));
    show(this.#search, !['proposals', 'promises', 'cases'].includes(this.#shown));
    show(this.#status, FILTERS[this.#shown]);
    show(this.#refresh, records);
    show(this.#next, this.#shown === 'waiting' && this.#session.desk.queue.size);
    this.#sayAway();
    this.#lists[this.#shown].update(items, this.#selected());
    this.#sayEmpty(items);
  }

  get #records() {
    return this.#session.records.lists[this.#shown];
  }

  #items() {
    const { desk } = this.#session;
    if (this.#records) return this.#shown === 'all' ? this.#records.rows.map((chat) => desk.chat(chat.conversation_id) || chat) : this.#records.rows;
    const chats = this.#shown === 'mine' ? desk.held : desk.waiting;
    if (!this.#filter) return chats;
    const fits = (chat) => [chat.customer_name, chat.wish, chat.reason, chat.last?.text, desk.skillTitle(chat.skill), WORDS.emotions[chat.emotion], ...(chat.tags || [])]
      .some((text) => text?.toLowerCase().includes(this.#filter));
    return chats.filter(fits);
  }

  #selected() {
    const { focus, selected } = this.#session;
    const key = KEYS[this.#shown];
    if (!key) return selected;
    return focus?.kind === KIND[this.#shown] ? focus.row[key] : '';
  }

  // Whoever has just signed in is away, and nothing is offered to her until she says that she is there.
  #sayAway() {
    const { status } = this.#session.desk.me || {};
    const said = WORDS.awayHints[status] || '';
    show(this.#away, said && ['waiting', 'mine'].includes(this.#shown));
    if (this.#away.dataset.said === said) return;
    this.#away.dataset.said = said;
    this.#away.replaceChildren(el('span', { class: 'grow', text: said }), button('plain', WORDS.comeOnline, () => this.#session.acts.status('online')));
  }

  #sayEmpty(items) {
    const records = this.#records;
    const unread = records && !records.loaded;
    const [title, hint] = records?.trouble ? [records.trouble, ''] : unread ? [WORDS.loading, ''] : this.#filter ? [WORDS.noMatch, ''] : this.#none(records);
    show(this.#empty, !items.length);
    const said = title + hint;
    if (this.#empty.textContent !== said) this.#empty.replaceChildren(el('p', { text: title }), el('p', { class: 'quiet', text: hint }));
  }

  #none(records) {
    if (records?.untold) return [WORDS.casesUntold, WORDS.casesUntoldHint];
    return records?.elsewhere ? [WORDS.emptyCases, WORDS.caseElsewhereHint] : EMPTY[this.#shown];
  }

  #searched() {
    clearTimeout(this.#timer);
    const text = this.#search.value.trim();
    if (!this.#records) {
      this.#filter = text.toLowerCase();
      return this.update();
    }
    const name = this.#shown;
    this.#timer = setTimeout(() => this.#session.records.filter(name, { q: text }), SEARCH_MS);
  }

  #make(name) {
    const session = this.#session;
    const label = WORDS.listNames[name];
    const enter = () => this.#frame.enterChat();
    const atEnd = () => session.records.lists[name]?.more();
    if (!KEYS[name]) {
      return new VirtualList({ label, height: 78, enter, atEnd, keyOf: (chat) => chat.conversation_id, build: () => chatRow(session.desk), pick: (chat, clicked) => this.#open(chat, clicked) });
    }
    const build = { tickets: ticketRow, proposals: proposalRow, promises: promiseRow, cases: caseRow }[name];
    const pick = (row, clicked) => {
      session.open(row.conversation_id, { kind: KIND[name], row });
      if (clicked) this.#frame.showSide();
    };
    return new VirtualList({ label, height: 78, enter, atEnd, keyOf: (row) => row[KEYS[name]], build: () => build(), pick });
  }

  #open(chat, clicked) {
    if (clicked) this.#frame.leaveList();
    if (!this.#session.desk.chat(chat.conversation_id)) this.#session.desk.hearChat(chat);
    this.#session.open(chat.conversation_id);
  }
}
