/** The desk as the server tells it: who is here, who waits, what she holds, what is offered. Snapshot and changes; sends nothing, no DOM. */

import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { serverNow } from './clock.js';

const byName = (agents) => new Map(list(agents).filter(isRecord).map((agent) => [agent.name, agent]));
const byId = (chats) => new Map(list(chats).filter(isRecord).map((chat) => [chat.conversation_id, chat]));
const FIRST = '';
const KEPT_OTHERS = 200;

// A dossier is read while lines go on coming: what it says of them may be older than what came by the socket.
function notBehind(chat, known) {
  if (!known || known.next_seq <= chat.next_seq) return chat;
  const { next_seq, last, unread } = known;
  return { ...chat, next_seq, last, unread };
}

export class Desk {
  /** @type {import('../../types/desk').Agent|null} */
  me = null;
  agents = new Map();
  queue = new Map();
  mine = new Map();
  /** Chats that are neither waiting nor hers: watched, ended, listed. */
  others = new Map();
  offers = new Map();
  canned = [];
  skills = [];
  #order = null;

  hearSnapshot({ me, agents, queue, mine, offers, canned, skills }) {
    this.me = me;
    this.agents = byName(agents);
    this.queue = byId(queue);
    this.mine = byId(mine);
    this.offers = new Map(list(offers).map(({ conversation_id: id, expires_at: until }) => [id, Date.parse(until)]));
    this.canned = list(canned).filter(isRecord);
    this.skills = list(skills).filter(isRecord);
    for (const id of [...this.queue.keys(), ...this.mine.keys()]) this.others.delete(id);
    this.#order = null;
  }

  hearQueue({ changed, removed }) {
    for (const chat of list(changed).filter(isRecord)) this.#place(chat);
    for (const id of list(removed)) {
      const chat = this.queue.get(id);
      if (chat) this.#place({ ...chat, state: 'left' });
      this.offers.delete(id);
    }
    this.#order = null;
  }

  /** @param {object} chat as it is now @returns {object|undefined} as it was */
  hearChat(chat) {
    const former = this.chat(chat.conversation_id);
    this.#place(chat);
    return former;
  }

  hearAgent({ agent, removed }) {
    if (removed) this.agents.delete(agent.name);
    else this.agents.set(agent.name, agent);
    if (!removed && agent.name === this.me?.name) this.me = { ...this.me, ...agent };
  }

  hearOffer({ conversation_id: id, expires_at: until }) {
    this.offers.set(id, Date.parse(until));
  }

  // A message may come before or after the chat that counts it; `next_seq` tells which.
  hearMessage(id, message) {
    const chat = this.chat(id);
    if (!chat || chat.next_seq > message.seq) return;
    chat.next_seq = message.seq + 1;
    chat.last = { seq: message.seq, role: message.role, text: message.text, at: message.at.toISOString() };
    if (message.role === 'shopper') chat.unread += 1;
  }

  chat(id) {
    return this.mine.get(id) || this.queue.get(id) || this.others.get(id);
  }

  holds(id) {
    return this.mine.has(id);
  }

  get supervises() {
    return this.me?.role === 'supervisor' || this.me?.role === 'admin';
  }

  /** Whether after-sale cases are hers to decide. */
  get decidesCases() {
    return this.supervises || list(this.me?.skills).some((skill) => ['aftersale', 'all'].includes(skill));
  }

  /** @returns {object[]} those who wait, first to be served first */
  get waiting() {
    this.#order ||= [...this.queue.values()].sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0));
    return this.#order;
  }

  /** @returns {object[]} hers, in the order in which she took them: a list that jumps is misclicked */
  get held() {
    const taken = ({ assigned_at: at }) => at || FIRST;
    return [...this.mine.values()].sort((left, right) => taken(left).localeCompare(taken(right)));
  }

  /** @returns {{id: string, chat: object|undefined, until: number}[]} */
  get openOffers() {
    const now = serverNow();
    for (const [id, until] of this.offers) if (until <= now || this.mine.has(id)) this.offers.delete(id);
    return [...this.offers].map(([id, until]) => ({ id, until, chat: this.chat(id) }));
  }

  get unread() {
    return [...this.mine.values()].reduce((sum, { unread }) => sum + (unread || 0), 0);
  }

  skillTitle(name) {
    return this.skills.find((skill) => skill.name === name)?.title || (name === 'all' ? WORDS.everySkill : name || '');
  }

  /** @returns {object[]} colleagues who may be given a chat */
  get colleagues() {
    return [...this.agents.values()].filter(({ name, status, connected }) => name !== this.me?.name && status === 'online' && connected);
  }

  #place(told) {
    const id = told.conversation_id;
    const chat = notBehind(told, this.chat(id));
    const hers = chat.holder === 'agent' && chat.agent === this.me?.name;
    const waits = chat.state === 'waiting' && !hers;
    const [home] = [[hers, this.mine], [waits, this.queue], [true, this.others]].find(([fits]) => fits).slice(1);
    for (const place of [this.mine, this.queue, this.others]) if (place !== home) place.delete(id);
    home.set(id, chat);
    if (this.others.size > KEPT_OTHERS) this.others.delete(this.others.keys().next().value);
    if (!waits) this.offers.delete(id);
    this.#order = null;
  }
}
