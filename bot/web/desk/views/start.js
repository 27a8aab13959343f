/** What stands in the middle while no chat is open: for a newcomer the steps to her first chat, each with its button. */

import { button, el } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { onceEach } from './parts.js';

export class Start {
  #session;
  #put = onceEach();
  root = el('section', { class: 'start' });

  constructor(session) {
    this.#session = session;
  }

  update() {
    const { desk } = this.#session;
    const waiting = desk.queue.size;
    const online = desk.me?.status === 'online';
    this.#put(this.root, [desk.me?.name, online, waiting, desk.mine.size], () => [
      el('h2', { text: WORDS.startTitle(desk.me?.name || '') }),
      el('ol', { class: 'steps' },
        step(online ? 'done' : 'now', WORDS.startOnline, WORDS.startOnlineHint,
          !online && button('primary', WORDS.goOnline, () => this.#session.acts.status('online'))),
        step(desk.mine.size ? 'done' : online ? 'now' : '', WORDS.startClaim, WORDS.startClaimHint(waiting),
          waiting > 0 && button(online ? 'primary' : 'plain', WORDS.claimNext, () => this.#session.acts.claimNext())),
        step('', WORDS.startReply, WORDS.startReplyHint)),
      el('p', { class: 'quiet', text: WORDS.startKeys }),
    ]);
  }
}

function step(state, title, hint, act) {
  return el('li', { class: state }, el('div', {}, el('b', { text: title }), el('p', { class: 'quiet', text: hint })), act);
}
