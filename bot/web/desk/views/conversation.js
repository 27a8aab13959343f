/** The middle: head, thread, suggestions, composer, or the one step that is possible now. */

import { button, el, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { ChatHead } from './chat-head.js';
import { Composer } from './composer.js';
import { onceEach, tool } from './parts.js';
import { pickCard, searchKnowledge } from './pickers.js';
import { Start } from './start.js';
import { Suggestions } from './suggestions.js';
import { Thread } from './thread.js';

export class Conversation {
  #session;
  #put = onceEach();
  #noting = '';
  #head;
  #thread;
  #suggestions;
  composer;
  #start;
  #trouble = el('p', { class: 'notice-line', role: 'status' });
  #tools;
  #step = el('div', { class: 'step' });
  root;

  constructor(session, frame) {
    this.#session = session;
    this.#head = new ChatHead(session, frame);
    this.#thread = new Thread(session, (echo) => this.#takeBack(echo));
    this.composer = new Composer(session);
    this.composer.onnoted = () => this.note(false);
    this.#suggestions = new Suggestions(session, (text) => this.composer.insert(text));
    this.composer.onsent = () => this.#suggestions.close();
    this.#start = new Start(session, frame);
    this.#note = tool('note', WORDS.note, () => this.note(!this.#noting), { 'aria-pressed': 'false' });
    this.#tools = this.#toolbar();
    this.root = el('main', { class: 'conversation', id: 'conversation', 'aria-label': WORDS.conversation, tabindex: '-1' },
      this.#head.root, this.#trouble, this.#start.root, this.#thread.root, this.#suggestions.root, this.#step, this.#tools, this.composer.root);
    this.root.addEventListener('dragover', (event) => event.preventDefault());
    this.root.addEventListener('drop', (event) => this.composer.takePictures(event, event.dataTransfer));
  }

  #note;

  update() {
    const { dialogue, desk, library } = this.#session;
    const chat = dialogue && desk.chat(dialogue.id);
    const holds = Boolean(dialogue && desk.holds(dialogue.id));
    this.#head.update(chat, dialogue);
    show(this.#start.root, !dialogue);
    show(this.#thread.root, dialogue);
    if (!dialogue) this.#start.update();
    else this.#thread.update(dialogue);
    const trouble = dialogue ? dialogue.trouble || (dialogue.loaded ? '' : WORDS.loading) : '';
    say(this.#trouble, trouble);
    show(this.#trouble, trouble);
    this.#write(dialogue, chat, holds);
    if (holds) this.#suggestions.update(dialogue);
    else this.#suggestions.close();
    if (dialogue && document.visibilityState === 'visible' && document.hasFocus()) library.looked(dialogue.id);
  }

  /** @param {boolean} on notes instead of replies */
  note(on) {
    this.#noting = on && this.#session.selected ? this.#session.selected : '';
    this.#session.changed();
    if (on) requestAnimationFrame(() => this.composer.field.focus());
  }

  suggest() {
    if (this.#holds) this.#suggestions.ask(this.#session.selected, true);
  }

  knowledge() {
    if (this.#holds) searchKnowledge(this.#session, (text) => this.composer.insert(text), this.#lastAsked);
  }

  card() {
    const { dialogue, acts } = this.#session;
    if (this.#holds) pickCard(dialogue.orders, (kind, ref) => acts.sendCard(dialogue.id, kind, ref));
  }

  picture() {
    if (this.#holds) this.composer.pick();
  }

  reveal(seq) {
    this.#thread.reveal(seq);
  }

  focus() {
    if (this.composer.root.hidden) (this.#step.querySelector('.primary') || this.#step.querySelector('button'))?.focus();
    else this.composer.field.focus();
  }

  get #holds() {
    return this.#session.desk.holds(this.#session.selected);
  }

  get #lastAsked() {
    const asked = this.#session.dialogue.messages.filter(({ role, text }) => role === 'shopper' && text);
    return asked.length ? asked[asked.length - 1].text.slice(0, 60) : '';
  }

  #write(dialogue, chat, holds) {
    const { desk } = this.#session;
    const noting = dialogue && this.#noting === dialogue.id;
    const whispers = dialogue?.watched && desk.supervises && chat?.holder === 'agent' && !holds;
    const writes = chat && (holds || noting || whispers);
    show(this.composer.root, writes);
    show(this.#tools, writes && (holds || noting));
    this.#note.setAttribute('aria-pressed', Boolean(noting));
    if (writes) this.composer.update(dialogue.id, noting ? 'note' : holds ? 'reply' : 'whisper');
    this.#put(this.#step, [chat?.conversation_id, chat?.state, chat?.holder, chat?.agent, holds, noting], () => (chat && !holds ? this.#nextStep(chat, noting) : []));
    show(this.#step, chat && !holds);
  }

  #nextStep(chat, noting) {
    const id = chat.conversation_id;
    const addNote = !noting && button('link-button', WORDS.note, () => this.note(true));
    if (chat.state === 'waiting' || chat.state === 'offline') {
      return [el('p', { class: 'quiet grow', text: chat.state === 'offline' ? WORDS.leftWhy : WORDS.claimWhy }), addNote, button('primary big', WORDS.claim, () => this.#session.acts.claim(id))];
    }
    const said = chat.state === 'left' ? WORDS.taken
      : { agent: WORDS.heldBy(chat.agent || ''), bot: WORDS.botHolds, nobody: WORDS.ended }[chat.holder] || WORDS.holders[chat.holder];
    return [el('p', { class: 'quiet grow', text: said }), addNote];
  }

  #toolbar() {
    const tools = [
      tool('canned', WORDS.canned, () => this.composer.openCanned()), tool('idea', WORDS.suggest, () => this.suggest()),
      tool('book', WORDS.knowledge, () => this.knowledge()), tool('card', WORDS.sendCard, () => this.card()), tool('image', WORDS.picture, () => this.picture()),
      el('span', { class: 'grow' }), this.#note];
    return el('div', { class: 'tools', role: 'toolbar', 'aria-label': WORDS.compose }, ...tools);
  }

  #takeBack(echo) {
    this.#session.dialogue.withdraw(echo.id);
    this.composer.insert(echo.text || '');
    this.#session.changed();
  }
}
