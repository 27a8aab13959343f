/** The conversations that this page has opened: reads what is missing, keeps few, says what was seen. No DOM. */

import { isRecord } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { api } from './api.js';
import { Dialogue } from './dialogue.js';

const KEPT = 24;
const UNSEEN_LINES = 80;
const SETTLE_MS = 120;
const PAGE = 60;

export class Library {
  #session;
  #open = new Map();
  #busy = new Set();
  #timer = 0;

  constructor(session) {
    this.#session = session;
  }

  clear() {
    this.#open.clear();
  }

  known(id) {
    return this.#open.get(id);
  }

  dialogue(id) {
    if (!this.#open.has(id)) this.#open.set(id, new Dialogue(id));
    return this.#open.get(id);
  }

  /** She looks at it. Who only passes with the arrow keys loads nothing. */
  want(id) {
    const dialogue = this.dialogue(id);
    this.#open.delete(id);
    this.#open.set(id, dialogue);
    this.#makeRoom();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (dialogue.loaded ? this.catchUp(id) : this.load(id)), dialogue.loaded ? 0 : SETTLE_MS);
  }

  async load(id) {
    const dialogue = this.dialogue(id);
    // What is on its way may have been read before what she just did.
    dialogue.stale = dialogue.loading;
    if (dialogue.loading) return;
    dialogue.loading = true;
    try {
      this.take(id, await api.dossier(id));
    } catch ({ status, message }) {
      dialogue.trouble = status === 404 ? WORDS.notYours : message || WORDS.unavailable;
    }
    dialogue.loading = false;
    this.#session.changed();
    if (dialogue.stale) this.load(id);
  }

  take(id, dossier) {
    if (!isRecord(dossier)) return;
    this.dialogue(id).take(dossier);
    if (isRecord(dossier.chat)) this.#session.desk.hearChat(dossier.chat);
    this.catchUp(id);
  }

  afterSnapshot() {
    for (const [id, dialogue] of this.#open) {
      dialogue.told = 0;
      if (dialogue.watched) this.#session.acts.watch(id, true);
      if (this.#session.desk.holds(id) || dialogue.watched) this.catchUp(id);
    }
    if (this.#session.selected) this.load(this.#session.selected);
  }

  hearMessage(id, message) {
    const dialogue = this.#open.get(id);
    if (!dialogue?.loaded) return;
    dialogue.add(message);
    if (dialogue.hasGap) this.catchUp(id);
    if (id !== this.#session.selected) dialogue.trim(UNSEEN_LINES);
  }

  hearTyping(id) {
    const dialogue = this.#open.get(id);
    if (!dialogue) return;
    dialogue.hearTyping();
    setTimeout(() => this.#session.changed(), 6_100);
  }

  /** Reads the messages between what is held and what there is. */
  async catchUp(id) {
    const dialogue = this.#open.get(id);
    const chat = this.#session.desk.chat(id);
    if (!dialogue?.loaded || !chat || this.#busy.has(id)) return;
    if (!dialogue.hasGap && dialogue.last + 1 >= chat.next_seq) return;
    this.#busy.add(id);
    const { messages } = await api.messages(id, { after_seq: dialogue.last, limit: 200 }).catch(() => ({ messages: [] }));
    messages.forEach((message) => dialogue.add(message));
    this.#busy.delete(id);
    this.#session.changed();
    if (messages.length) this.catchUp(id);
  }

  async loadOlder(id) {
    const dialogue = this.#open.get(id);
    if (!dialogue?.hasOlder || this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      const { messages, more } = await api.messages(id, { before_seq: dialogue.first, limit: PAGE });
      messages.reverse().forEach((message) => dialogue.add(message));
      dialogue.hasOlder = more && messages.length > 0;
    } catch ({ message }) {
      this.#session.say(message || WORDS.unavailable, 'bad');
    }
    this.#busy.delete(id);
    this.#session.changed();
  }

  /** The agent has the conversation before her eyes. */
  looked(id) {
    const dialogue = this.#open.get(id);
    const chat = this.#session.desk.mine.get(id);
    if (!dialogue?.loaded || !chat) return;
    if (chat.unread && chat.next_seq - 1 <= dialogue.told) {
      chat.unread = 0;
      this.#session.changed();
    }
    if (dialogue.last <= dialogue.told) return;
    if (!this.#session.connection.send({ type: 'seen', conversation_id: id, seq: dialogue.last })) return;
    dialogue.told = dialogue.last;
    chat.unread = 0;
    this.#session.changed();
  }

  #makeRoom() {
    for (const [id, dialogue] of this.#open) {
      if (this.#open.size <= KEPT) return;
      const needed = id === this.#session.selected || dialogue.watched || dialogue.echoes.length || this.#session.desk.holds(id);
      if (!needed) this.#open.delete(id);
    }
  }
}
