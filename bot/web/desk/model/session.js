/** One agent's desk on this page: who is signed in, the connection, the chats that were opened. No DOM. */

import { tellTimesIn } from '../../shared/zh-cn.js';
import { isRecord, list, readMessage } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { Acts } from './acts.js';
import { api } from './api.js';
import { Connection } from './connection.js';
import { Desk } from './desk.js';
import { Dialogue } from './dialogue.js';
import { Library } from './library.js';
import { Records } from './records.js';
import { Requests } from './requests.js';
import { shelf } from './shelf.js';

/** `stage`: 'asking', 'out' (sign in), 'in'. `happened(event)` is told what may ring; `redraw()` that something changed. */
export class Session {
  stage = 'asking';
  expired = false;
  notice = null; // {text, kind}: said once, for a few seconds
  selected = '';
  claimed = ''; // just taken: the page goes to where she writes
  focus = null; // {kind, row}: the ticket, promise, proposal or case that she came from
  #redraw;
  #noticeTimer = 0;
  /** `canned` and `knowledge`: what the desk shares was changed, or may have been while the page was cut off. */
  texts = new EventTarget();

  constructor({ redraw, happened }) {
    this.#redraw = redraw;
    this.happened = happened;
    this.desk = new Desk();
    this.connection = new Connection(this);
    this.requests = new Requests(this.connection);
    this.library = new Library(this);
    this.records = new Records(this);
    this.acts = new Acts(this);
  }

  changed() {
    this.#redraw();
  }

  say(text, kind = 'info') {
    clearTimeout(this.#noticeTimer);
    this.notice = text ? { text, kind } : null;
    this.#noticeTimer = setTimeout(() => this.say(''), 5_000);
    this.changed();
  }

  async begin() {
    try {
      await api.me();
      this.#enter();
    } catch ({ status }) {
      this.stage = status === 401 || status === 403 ? 'out' : 'asking';
      if (this.stage === 'asking') setTimeout(() => this.begin(), 2_000);
    }
    this.changed();
  }

  /** Raises ApiError. */
  async logIn(name, password) {
    await api.logIn(name, password);
    this.expired = false;
    this.#enter();
    this.changed();
  }

  async logOut() {
    await api.logOut().catch(() => null);
    this.#leave();
    this.open('');
    shelf.forget();
  }

  #enter() {
    this.stage = 'in';
    this.connection.start();
    this.acts.takeUpUnsent(Requests.left());
  }

  refused() {
    this.expired = true;
    this.#leave();
  }

  #leave() {
    this.connection.stop();
    this.requests.stop();
    this.records.stop();
    this.library.clear();
    this.desk = new Desk();
    this.stage = 'out';
    this.changed();
  }

  async stillSignedIn() {
    return api.me().then(() => true, ({ status }) => status !== 401);
  }

  connectionBecame(state) {
    if (state === 'live') this.requests.flush();
    else this.requests.socketLost();
    this.changed();
  }

  /** @returns {Dialogue|null} what stands in the middle */
  get dialogue() {
    return this.selected ? this.library.dialogue(this.selected) : null;
  }

  open(id, focus = null) {
    this.selected = id || '';
    this.focus = focus;
    if (id) this.library.want(id);
    this.changed();
  }

  hear(frame) {
    const act = HEARD[frame.type];
    if (!act) return;
    act(this, frame);
    this.changed();
  }
}

const inDialogue = (act) => (session, frame) => {
  const dialogue = session.library.known(frame.conversation_id);
  if (dialogue) act(dialogue, frame);
};

const HEARD = {
  __proto__: null,
  snapshot(session, frame) {
    if (frame.timezone) tellTimesIn(frame.timezone);
    session.desk.hearSnapshot(frame);
    session.library.afterSnapshot();
    session.records.start();
    for (const what of ['canned', 'knowledge']) session.texts.dispatchEvent(new Event(what));
  },
  queue(session, frame) {
    const before = session.desk.queue.size;
    const news = list(frame.changed).filter(({ conversation_id: id }) => !session.desk.chat(id)).length;
    session.desk.hearQueue(frame);
    if (list(frame.removed).includes(session.selected)) session.library.load(session.selected);
    else session.library.catchUp(session.selected);
    if (news && !before) session.happened({ kind: 'waiting', key: `waiting:${frame.changed[0].conversation_id}` });
  },
  conversation(session, { chat }) {
    if (!isRecord(chat)) return;
    const former = session.desk.hearChat(chat);
    session.library.catchUp(chat.conversation_id);
    const lost = former?.holder === 'agent' && former.agent === session.desk.me?.name && !session.desk.holds(chat.conversation_id);
    if (lost && !session.acts.letGo.has(chat.conversation_id)) session.say(chat.agent ? WORDS.heldBy(chat.agent) : WORDS.states[chat.state] || '');
  },
  message(session, frame) {
    const message = readMessage(frame);
    if (!message) return;
    session.desk.hearMessage(frame.conversation_id, message);
    session.library.hearMessage(frame.conversation_id, message);
    if (message.role === 'shopper' && session.desk.holds(frame.conversation_id)) {
      session.happened({ kind: 'message', key: `${frame.conversation_id}:${message.seq}`, id: frame.conversation_id, text: message.text });
    }
  },
  texts(session, { what, canned }) {
    if (what === 'canned') session.desk.canned = list(canned).filter(isRecord);
    session.texts.dispatchEvent(new Event(what));
  },
  agent: (session, frame) => isRecord(frame.agent) && session.desk.hearAgent(frame),
  offer(session, frame) {
    session.desk.hearOffer(frame);
    session.happened({ kind: 'offer', key: `offer:${frame.conversation_id}:${frame.expires_at}`, id: frame.conversation_id });
  },
  note: inDialogue((dialogue, { note }) => isRecord(note) && dialogue.hearNote(note)),
  proposal(session, { conversation_id: id, proposal }) {
    if (!isRecord(proposal)) return;
    session.library.known(id)?.hearProposal(proposal);
    session.records.hearProposal(proposal);
  },
  typing(session, frame) {
    if (frame.role === 'shopper') session.library.hearTyping(frame.conversation_id);
  },
  seen: inDialogue((dialogue, frame) => dialogue.hearSeen(frame)),
  ack: (session, frame) => session.requests.answered(frame),
  error: (session, frame) => session.requests.answered(frame) || session.say(frame.message || WORDS.unavailable, 'bad'),
};
