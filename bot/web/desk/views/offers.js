/** What the desk offers her, with the seconds that are left. Taking one is a claim; letting it pass costs nothing. */

import { button, el, say, show } from '../../shared/dom.js';
import { serverNow } from '../model/clock.js';
import { WORDS } from '../strings.js';
import { chip, elapsed, emotionChip, nameOf } from './parts.js';

const TICK_MS = 500;

export class Offers {
  #session;
  #cards = new Map();
  #timer = 0;
  root = el('div', { class: 'offers', role: 'region', 'aria-label': WORDS.offer, 'aria-live': 'polite' });

  constructor(session) {
    this.#session = session;
  }

  update() {
    const offers = this.#session.desk.openOffers;
    const open = new Set(offers.map(({ id }) => id));
    for (const [id, card] of this.#cards) {
      if (open.has(id)) continue;
      card.root.remove();
      this.#cards.delete(id);
    }
    for (const offer of offers) {
      const known = this.#cards.get(offer.id);
      if (known && known.until === offer.until) continue;
      known?.root.remove();
      const card = this.#card(offer);
      this.#cards.set(offer.id, card);
      this.root.append(card.root);
    }
    show(this.root, offers.length);
    if (offers.length) this.#timer ||= setInterval(() => this.#tick(), TICK_MS);
    else this.#timer = clearInterval(this.#timer);
    this.#count();
  }

  #tick() {
    this.update();
    if (!this.#cards.size) this.#session.changed();
  }

  #count() {
    for (const { until, from, left, bar } of this.#cards.values()) {
      const seconds = Math.max(0, Math.ceil((until - serverNow()) / 1000));
      say(left, WORDS.offerLeft(seconds));
      bar.value = Math.max(0, (until - serverNow()) / Math.max(1, until - from));
    }
  }

  #card({ id, until, chat }) {
    const { acts, desk } = this.#session;
    const left = el('span', { class: 'offer-left', 'aria-live': 'off' });
    const bar = el('progress', { max: '1', 'aria-hidden': 'true' });
    const wish = [chat?.wish, chat?.reason].filter(Boolean).join(' · ') || desk.skillTitle(chat?.skill);
    const root = el('article', { class: 'offer' },
      el('p', { class: 'line' }, el('b', { class: 'grow', text: WORDS.offer }), left), bar,
      el('p', { class: 'line' }, el('span', { class: 'name', text: nameOf(chat), dir: 'auto' }), chip(WORDS.classes[chat?.customer_class], `class-${chat?.customer_class}`), emotionChip(chat?.emotion),
        el('span', { class: 'grow' }), chat?.waiting_since && el('span', { class: 'quiet small' }, `${WORDS.waits} `, elapsed(chat.waiting_since, 180))),
      wish && el('p', { class: 'clip', text: wish }),
      el('div', { class: 'box-acts' }, button('plain', WORDS.offerLater, () => acts.dismissOffer(id)), button('primary', WORDS.offerTake, () => acts.claim(id))));
    return { root, until, from: serverNow(), left, bar };
  }
}
