/** Above the thread: who it is, how she is, since when, tags, and what may be done with the conversation. */

import { button, el, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { askBlock, askHandBack, askReassign, askResolve, askTransfer, unblock } from './questions.js';
import { chip, elapsed, emotionChip, glyph, iconButton, nameOf, onceEach, when } from './parts.js';

const TAG_LIMIT = 24;

export class ChatHead {
  #session;
  #put = onceEach();
  #title = el('div', { class: 'chat-title' });
  #acts = el('div', { class: 'chat-acts', role: 'group', 'aria-label': WORDS.moreActs });
  #tags = el('div', { class: 'tags', role: 'group', 'aria-label': WORDS.tags });
  #timing = el('span', { class: 'quiet small timing' });
  root;

  constructor(session, frame) {
    this.#session = session;
    const side = iconButton('side', WORDS.sidePanel, () => frame.toggleSide(), { class: 'icon-button side-toggle' });
    this.root = el('header', { class: 'chat-head' }, el('div', { class: 'chat-top' }, this.#title, this.#acts, side),
      el('div', { class: 'chat-second' }, this.#tags, this.#timing));
  }

  update(chat, dialogue) {
    show(this.root, chat);
    if (!chat) return;
    const { desk } = this.#session;
    const name = chat.customer_name || dialogue.customer?.name; // who never asked for a person is named by the shop alone
    this.#put(this.#title, [name, chat.customer_class, chat.emotion, chat.second_contact, chat.skill, chat.state, chat.blocked_until], () => this.#names({ ...chat, customer_name: name }));
    this.#put(this.#timing, [chat.conversation_id, chat.state, chat.agent, chat.waiting_since, chat.assigned_at], () => this.#time(chat));
    this.#put(this.#acts, [chat.conversation_id, chat.state, chat.holder, chat.agent, desk.supervises, dialogue.watched, chat.blocked_until], () => this.#buttons(chat, dialogue));
    this.#put(this.#tags, [chat.conversation_id, chat.tags, desk.holds(chat.conversation_id)], () => this.#tagging(chat));
  }

  #names(chat) {
    const { desk } = this.#session;
    return [
      el('h2', { text: nameOf(chat), dir: 'auto' }), chip(WORDS.classes[chat.customer_class], `class-${chat.customer_class}`), emotionChip(chat.emotion),
      chat.skill && chip(desk.skillTitle(chat.skill), 'outline'), chat.second_contact && chip(WORDS.secondContact, 'outline'),
      chat.blocked_until && Date.parse(chat.blocked_until) > Date.now() && chip(WORDS.blockedUntil(when(chat.blocked_until)), 'mood-angry'),
    ];
  }

  #time(chat) {
    const waits = chat.state === 'waiting';
    if (!waits && !this.#session.desk.holds(chat.conversation_id)) return [];
    return [waits ? `${WORDS.waits} ` : `${WORDS.servedFor} `, elapsed(waits ? chat.waiting_since : chat.assigned_at, waits ? 180 : null)];
  }

  #buttons(chat, dialogue) {
    const session = this.#session;
    const { desk, acts } = session;
    const id = chat.conversation_id;
    const act = (name, words, run, className = 'plain') => {
      const made = button(className, '', run, { title: words });
      made.append(glyph(name), el('span', { text: words }));
      return made;
    };
    const away = chat.blocked_until && Date.parse(chat.blocked_until) > Date.now();
    const blocking = away ? desk.supervises && act('block', WORDS.unblock, () => unblock(session, chat))
      : (desk.holds(id) || desk.supervises) && iconButton('block', WORDS.block, () => askBlock(session, chat));
    if (desk.holds(id)) {
      return [act('transfer', WORDS.transfer, () => askTransfer(session, chat)), act('back', WORDS.handBack, () => askHandBack(session, chat)),
        act('done', WORDS.resolve, () => askResolve(session, chat), 'plain strong'), blocking];
    }
    const watch = act('eye', dialogue.watched ? WORDS.unwatch : WORDS.watch, () => acts.watch(id, !dialogue.watched));
    const supervising = desk.supervises && chat.holder !== 'nobody'
      ? [chat.holder !== 'queue' && watch, chat.holder !== 'bot' && act('transfer', WORDS.reassign, () => askReassign(session, chat)),
        act('mine', WORDS.takeOver, () => acts.takeOver(id))] : [];
    return [...supervising, blocking];
  }

  #tagging(chat) {
    const { acts, desk } = this.#session;
    const id = chat.conversation_id;
    const tags = chat.tags || [];
    const may = desk.holds(id) || desk.supervises;
    const chips = tags.map((tag) => el('span', { class: 'chip tag-chip' }, el('span', { text: tag }),
      may && iconButton('close', WORDS.removeTag(tag), () => acts.tag(id, tags.filter((each) => each !== tag)))));
    if (!may) return chips;
    const input = el('input', { class: 'tag-input', placeholder: `+ ${WORDS.addTag}`, 'aria-label': WORDS.addTag, maxlength: TAG_LIMIT });
    input.addEventListener('keydown', (event) => {
      const tag = input.value.trim();
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || !tag) return;
      event.preventDefault();
      acts.tag(id, [...new Set([...tags, tag])]);
    });
    return [...chips, input];
  }
}
