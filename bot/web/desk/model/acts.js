/** What an agent may do at the desk, each as one method: the views call nothing else. No DOM. */

import { newId, sendable } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { api } from './api.js';

const TYPING_EVERY_MS = 1_500;

export class Acts {
  /** Chats that she herself gave away: losing these needs no word. */
  letGo = new Set();
  #session;
  #pictures = new Map();
  #typedAt = 0;
  #changing = Promise.resolve();
  #changedByHer = new Map();

  constructor(session) {
    this.#session = session;
  }

  async #ask(frame) {
    try {
      return await this.#session.requests.ask(frame);
    } catch ({ code, message }) {
      this.#session.say(code === 'taken' ? WORDS.taken : message || WORDS.unavailable, 'bad');
      return null;
    }
  }

  status(value) {
    return this.#ask({ type: 'status', value });
  }

  async claim(id) {
    const { library } = this.#session;
    this.#session.desk.offers.delete(id);
    this.letGo.delete(id);
    const ack = await this.#ask({ type: 'claim', conversation_id: id });
    if (!ack) return false;
    this.#takeDossier(id, ack);
    this.#session.open(id);
    this.#session.claimed = id;
    if (!library.dialogue(id).loaded) library.load(id);
    return true;
  }

  // The dossier's chat may be told by a `conversation` frame instead, earlier or later.
  #takeDossier(id, ack) {
    this.#session.library.take(id, ack.dossier || ack);
    this.#session.changed();
  }

  /** The one that is offered to her, else the first who waits. */
  claimNext() {
    const [offer] = this.#session.desk.openOffers;
    const [first] = this.#session.desk.waiting.filter(({ offered_to: to }) => !to || to === this.#session.desk.me?.name);
    const id = offer?.id || (first || this.#session.desk.waiting[0])?.conversation_id;
    return id ? this.claim(id) : Promise.resolve(false);
  }

  dismissOffer(id) {
    this.#session.desk.offers.delete(id);
    this.#session.changed();
  }

  say(id, text) {
    const clean = sendable(text);
    if (clean) this.#post(id, { text: clean }, { text: clean });
  }

  sendCard(id, kind, ref) {
    this.#post(id, { card: { kind, ref } }, { text: `${WORDS.cards[kind]} ${ref}` });
  }

  sendPicture(id, picture) {
    const frameId = newId();
    this.#pictures.set(frameId, picture);
    this.#session.library.dialogue(id).echo(frameId, { image: { url: URL.createObjectURL(picture) } });
    this.#session.changed();
    this.#upload(id, frameId);
  }

  async #upload(id, frameId) {
    try {
      const uploadId = await api.upload(id, this.#pictures.get(frameId));
      this.#post(id, { upload_id: uploadId }, {}, frameId);
      this.#pictures.delete(frameId);
    } catch ({ message }) {
      this.#failed(id, frameId, message);
    }
  }

  async #post(id, content, shown, frameId = newId()) {
    const dialogue = this.#session.library.dialogue(id);
    if (!dialogue.echoes.some((echo) => echo.id === frameId)) dialogue.echo(frameId, shown);
    dialogue.amend(frameId, { status: 'sending', reason: '', content });
    this.#session.changed();
    try {
      await this.#session.requests.ask({ type: 'send', id: frameId, conversation_id: id, ...content });
      dialogue.amend(frameId, { status: 'sent' });
    } catch ({ message }) {
      this.#failed(id, frameId, message);
    }
    this.#session.changed();
  }

  #failed(id, frameId, message) {
    this.#session.library.dialogue(id).amend(frameId, { status: 'failed', reason: message || WORDS.unavailable });
    this.#session.changed();
  }

  retry(id, { id: frameId, content }) {
    this.#session.library.dialogue(id).amend(frameId, { status: 'sending', reason: '' });
    if (this.#pictures.has(frameId)) this.#upload(id, frameId);
    else this.#post(id, content, {}, frameId);
  }

  /** What an earlier page of this tab had not got through. */
  takeUpUnsent(frames) {
    for (const { id, type, conversation_id: chat, ...content } of frames) {
      if (type === 'send') this.#post(chat, content, { text: content.text || '' }, id);
      else this.note(chat, content.text, id);
    }
  }

  typing(id) {
    const now = Date.now();
    if (now - this.#typedAt > TYPING_EVERY_MS && this.#session.connection.send({ type: 'typing', conversation_id: id })) this.#typedAt = now;
  }

  async note(id, text, frameId = newId()) {
    return this.#internal({ type: 'note', id: frameId, conversation_id: id, text });
  }

  whisper(id, text) {
    return this.#internal({ type: 'whisper', conversation_id: id, text });
  }

  async #internal(frame) {
    const ack = await this.#ask(frame);
    if (ack?.note) this.#session.library.dialogue(frame.conversation_id).hearNote(ack.note);
    this.#session.changed();
    return Boolean(ack);
  }

  async tag(id, tags) {
    const ack = await this.#ask({ type: 'tag', conversation_id: id, tags });
    const chat = this.#session.desk.chat(id);
    if (ack && chat) chat.tags = tags;
    this.#session.changed();
  }

  /** @returns {Promise<boolean>} whether it was noted for the maintainers */
  async relabel(id, seq, intent) {
    return Boolean(await this.#ask({ type: 'relabel', conversation_id: id, seq, intent }));
  }

  transfer(id, to, reason) {
    return this.#giveAway({ type: 'transfer', conversation_id: id, to, reason }, WORDS.transferred);
  }

  handBack(id, summary) {
    return this.#giveAway({ type: 'hand_back', conversation_id: id, summary: sendable(summary) || undefined }, WORDS.handedBack);
  }

  resolve(id, outcome, note) {
    return this.#giveAway({ type: 'resolve', conversation_id: id, outcome, note: sendable(note) || undefined }, WORDS.resolved);
  }

  async #giveAway(frame, said) {
    this.letGo.add(frame.conversation_id);
    const ack = await this.#ask(frame);
    if (ack) this.#session.say(said, 'good');
    else this.letGo.delete(frame.conversation_id);
    return Boolean(ack);
  }

  async decide(proposalId, verdict, reason) {
    const frame = { type: verdict, proposal_id: proposalId, reason: sendable(reason || '') || undefined };
    return this.#money(frame, () => (verdict === 'approve' ? WORDS.approved : WORDS.rejected));
  }

  propose(id, { kind, order_id, amount_fen, reason }) {
    return this.#money({ type: 'propose', conversation_id: id, kind, order_id, amount_fen, reason }, ({ state }) => (state === 'open' ? WORDS.proposed : WORDS.approved));
  }

  settle(proposalId, outcome, reason) {
    return this.#money({ type: 'settle', proposal_id: proposalId, outcome, reason }, () => WORDS.saved);
  }

  async #money(frame, said) {
    const ack = await this.#ask(frame);
    if (!ack) return false;
    const { proposal } = ack;
    if (proposal) {
      this.#session.library.known(proposal.conversation_id)?.hearProposal(proposal);
      this.#session.records.hearProposal(proposal);
    }
    this.#session.say(said(proposal || {}), 'good');
    return true;
  }

  /**
   * One after the other: the page hears of a change by its line before the ack brings the order's new facts.
   * @param {object} order as the panel shows it: the shop does nothing when it is no longer so
   */
  changeOrder(id, order, deed) {
    this.#changing = this.#changing.then(() => this.#changeNow(id, order, deed));
    return this.#changing;
  }

  async #changeNow(id, order, deed) {
    const facts = this.#since(order.facts || '');
    const ack = await this.#ask({ type: 'change_order', conversation_id: id, order_id: order.order_id, deed, facts });
    if (ack?.facts) this.#learn(facts, ack.facts);
    if (ack) this.#session.say(WORDS.orderChanged, 'good');
    this.#session.library.load(id);
    return Boolean(ack);
  }

  // Never a ring: what is newest leads nowhere.
  #learn(before, after) {
    this.#changedByHer.set(before, after);
    this.#changedByHer.delete(after);
  }

  /** The panel may still show what was before her own last changes; those she knows of. */
  #since(facts) {
    let now = facts;
    while (this.#changedByHer.has(now)) now = this.#changedByHer.get(now);
    return now;
  }

  async suggest(id) {
    const ack = await this.#ask({ type: 'suggest', conversation_id: id });
    return ack ? (ack.suggestions || []).slice(0, 3) : null;
  }

  async watch(id, on) {
    const ack = await this.#ask({ type: 'watch', conversation_id: id, on });
    if (!ack) return;
    this.#session.library.dialogue(id).watched = on;
    if (on) this.#takeDossier(id, ack);
    this.#session.changed();
  }

  async takeOver(id) {
    const ack = await this.#ask({ type: 'take_over', conversation_id: id });
    if (ack) this.#takeDossier(id, ack);
  }

  reassign(id, to, reason) {
    return this.#giveAway({ type: 'reassign', conversation_id: id, to, reason: sendable(reason) || undefined }, WORDS.reassigned);
  }

  forceStatus(agent, value) {
    return this.#ask({ type: 'force_status', agent, value });
  }
}
