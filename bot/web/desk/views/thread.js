/** The thread on the screen: one row per line, at the end while the reader is there, never more rows than are kept. */

import { button, el, say, show } from '../../shared/dom.js';
import { momentWords } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { Line } from './line.js';

const NEAR_PX = 90;
const TOUCHES_PX = 4;
const PAUSE_MS = 300_000;
const HUSHED_MS = 1_500;

export class Thread {
  #session;
  #id = '';
  #rows = new Map();
  #items = el('div', { class: 'items' });
  #older = button('link-button older', WORDS.older, () => this.#session.library.loadOlder(this.#id));
  #typing = el('p', { class: 'typing quiet', text: WORDS.typing });
  #latest = button('latest', WORDS.latest, () => this.toEnd());
  #scroller = el('div', { class: 'scroller', role: 'log', 'aria-live': 'polite', 'aria-label': WORDS.log, tabindex: '0' }, this.#older, this.#items, this.#typing);
  #atEnd = true;
  #top = 0;
  #keys = [];
  #hushed = 0;
  root = el('div', { class: 'thread' }, this.#scroller, this.#latest);

  constructor(session, takeBack) {
    this.#session = session;
    this.takeBack = takeBack;
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // A picture that arrives late, or a composer that grows, must not hide the last line.
    const stay = new ResizeObserver(() => this.#atEnd && this.toEnd());
    stay.observe(this.#items);
    stay.observe(this.#scroller);
  }

  /** @param {import('../model/dialogue.js').Dialogue} dialogue */
  update(dialogue) {
    if (dialogue.id !== this.#id) this.#begin(dialogue.id);
    if (this.#atEnd) dialogue.trim();
    const lines = placed(dialogue);
    const height = this.#scroller.scrollHeight;
    show(this.#older, dialogue.hasOlder);
    show(this.#typing, dialogue.typing);
    this.#draw(lines);
    const [first, last] = [lines[0]?.key, lines[lines.length - 1]?.key];
    const [formerFirst, formerLast] = this.#keys;
    this.#keys = [first, last];
    if (last !== formerLast && (this.#atEnd || lines[lines.length - 1]?.item.status)) this.toEnd();
    else if (last !== formerLast) show(this.#latest, true);
    else if (first !== formerFirst) this.#scroller.scrollTop += this.#scroller.scrollHeight - height;
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd = true;
    show(this.#latest, false);
  }

  /** Brings a message before her eyes and marks it for a moment. @param {number} seq */
  async reveal(seq) {
    const { library } = this.#session;
    const id = this.#id;
    while (library.known(id)?.first > seq && library.known(id).hasOlder) {
      const before = library.known(id).first;
      await library.loadOlder(id);
      if (library.known(id).first === before) return;
    }
    requestAnimationFrame(() => this.#mark(seq));
  }

  #mark(seq) {
    const row = [...this.#rows.values()].find(({ seq: at }) => at === seq);
    if (!row) return;
    this.#atEnd = false;
    row.root.scrollIntoView({ block: 'center' });
    row.root.classList.add('marked');
    setTimeout(() => row.root.classList.remove('marked'), 2_000);
  }

  #begin(id) {
    this.#id = id;
    this.#rows.clear();
    this.#items.replaceChildren();
    this.#keys = [];
    this.#atEnd = true;
    this.#hush();
  }

  // What was said long ago is not news: it is not read out when a chat is opened.
  #hush() {
    this.#scroller.setAttribute('aria-busy', true);
    clearTimeout(this.#hushed);
    this.#hushed = setTimeout(() => this.#scroller.setAttribute('aria-busy', false), HUSHED_MS);
  }

  #draw(lines) {
    const shown = new Map();
    for (const line of lines) {
      if (line.pause) shown.set(`pause:${line.key}`, this.#pause(line));
      const row = this.#rows.get(line.key) || new Line(line, this.#session, this.#id, this);
      row.update(line);
      shown.set(line.key, row);
    }
    let next = this.#items.firstChild;
    for (const { root } of shown.values()) {
      if (root === next) next = root.nextSibling;
      else this.#items.insertBefore(root, next);
    }
    for (const [key, { root }] of this.#rows) if (!shown.has(key)) root.remove();
    this.#rows = shown;
  }

  #pause({ key, item }) {
    const row = this.#rows.get(`pause:${key}`) || { root: el('p', { class: 'pause', 'aria-hidden': 'true' }) };
    say(row.root, momentWords(item.at));
    return row;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const rest = scrollHeight - scrollTop - clientHeight;
    // Only the reader scrolls up, if only a little; what grows below her, before it is followed, must not look like it.
    const up = scrollTop < this.#top;
    this.#atEnd = rest < (up ? TOUCHES_PX : NEAR_PX) || (this.#atEnd && !up);
    this.#top = scrollTop;
    if (this.#atEnd) show(this.#latest, false);
    if (scrollTop < NEAR_PX && !this.#atEnd) this.#session.library.loadOlder(this.#id);
  }
}

function placed(dialogue) {
  const items = dialogue.lines;
  const lastOwn = items.map(({ role }) => role).lastIndexOf('agent');
  const answered = Math.max(0, ...items.filter(({ role }) => role === 'bot').map(({ replyTo }) => replyTo));
  return items.map((item, index) => {
    const before = items[index - 1] || {};
    const pause = item.at > 0 && !(item.at - before.at < PAUSE_MS);
    const settled = index === lastOwn ? (item.seq <= dialogue.shopperSeen ? WORDS.seen : WORDS.sent) : '';
    return {
      key: item.isNote ? `note:${item.key}` : `${item.role}:${item.id}`, item, pause,
      heard: item.role === 'shopper' && item.seq <= answered,
      follows: !pause && !item.isNote && !before.isNote && before.role === item.role && before.agentName === item.agentName,
      status: { sending: WORDS.sending, failed: WORDS.failed }[item.status] || settled,
    };
  });
}
