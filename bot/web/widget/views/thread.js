/** The thread on the screen: one row per line, at the end while the reader is there. */

import { button, el, icon, link, richText, safeUrl, say, show } from '../../shared/dom.js';
import { momentWords, toldZone } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';
import { buildCard } from './cards.js';

const NEAR_PX = 80;
const PAUSE_MS = 300_000;
const ABOVE_PX = 12;

export class MessageList {
  #panel;
  #rows = new Map();
  #zone = toldZone();
  #items = el('div');
  #older = button('link-button older', WORDS.older, () => this.#panel.session.loadOlder());
  #typing = el('div', { class: 'row', 'aria-hidden': 'true' }, el('div', { class: 'bubble dots' }, el('i'), el('i'), el('i')));
  #latest = button('choice latest', WORDS.latest, () => this.toEnd());
  #scroller = el('div', { class: 'scroller', role: 'log', 'aria-live': 'polite', 'aria-label': WORDS.log, tabindex: '0' }, this.#older, this.#items, this.#typing);
  #atEnd = true;
  #top = 0;
  #keys = [];
  #answer = null; // the first row of the bot's last answer, while it is the last thing said
  root = el('div', { class: 'thread' }, this.#scroller, this.#latest);

  constructor(panel) {
    this.#panel = panel;
    this.#scroller.addEventListener('scroll', () => this.#scrolled());
    // A picture that arrives late, or a keyboard that takes half of the screen, must not hide the last line.
    const stay = new ResizeObserver(() => this.#atEnd && this.toEnd());
    stay.observe(this.#items);
    stay.observe(this.#scroller);
  }

  update() {
    const { conversation, connection } = this.#panel.session;
    const lines = placed(conversation);
    const height = this.#scroller.scrollHeight;
    this.#scroller.setAttribute('aria-busy', connection.state !== 'live');
    show(this.#older, conversation.hasOlder);
    show(this.#typing, conversation.typing);
    this.#draw(lines);
    const keys = lines.map(({ key }) => key);
    const [first, last] = [keys[0], keys[keys.length - 1]];
    const [formerFirst, formerLast] = this.#keys;
    this.#keys = [first, last];
    if (this.#atEnd || (last !== formerLast && lines[lines.length - 1].item.status)) this.toEnd();
    else if (last !== formerLast) show(this.#latest, true);
    else if (first !== formerFirst) this.#scroller.scrollTop += this.#scroller.scrollHeight - height;
  }

  /** To the last line; of an answer that is higher than the window, to its beginning. */
  toEnd() {
    const { scrollHeight, clientHeight } = this.#scroller;
    const begins = this.#answer && this.#answer.offsetTop - ABOVE_PX;
    const end = scrollHeight - clientHeight;
    this.#scroller.scrollTop = this.#answer && begins < end ? Math.max(begins, 0) : end;
    this.#atEnd = true;
    show(this.#latest, false);
  }

  #draw(lines) {
    if (toldZone() !== this.#zone) { // what came before the welcome tells the reader's own times
      this.#zone = toldZone();
      this.#rows.clear();
      this.#items.replaceChildren();
    }
    const shown = new Map();
    for (const line of lines) {
      if (line.pause) shown.set(`pause:${line.key}`, this.#pause(line));
      const row = this.#rows.get(line.key) || new MessageRow(line, this.#panel);
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
    const { role, replyTo } = lines.length ? lines[lines.length - 1].item : {};
    const first = role === 'bot' && replyTo && lines.find(({ item }) => item.role === role && item.replyTo === replyTo);
    this.#answer = first ? shown.get(first.key).root : null;
  }

  #pause({ key, item }) {
    const row = this.#rows.get(`pause:${key}`) || { root: el('p', { class: 'pause', 'aria-hidden': 'true' }) };
    say(row.root, momentWords(item.at));
    return row;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Only the reader scrolls up; what grows below her, before it is followed, must not look like it.
    const near = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.#atEnd = near || (this.#atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (this.#atEnd) show(this.#latest, false);
    if (scrollTop < NEAR_PX && !this.#atEnd) this.#panel.session.loadOlder();
  }
}

function placed(conversation) {
  const { shownGreeting, messages, echoes, agentSeen, usedButtons } = conversation;
  const items = [...(shownGreeting ? [{ role: 'bot', id: 'greeting', text: shownGreeting }] : []), ...messages, ...echoes];
  const lastOwn = items.map(({ role }) => role).lastIndexOf('shopper');
  return items.map((item, index) => {
    const before = items[index - 1] || {};
    const pause = item.at > 0 && !(item.at - before.at < PAUSE_MS);
    const settled = index === lastOwn ? (item.seq <= agentSeen ? WORDS.seen : WORDS.sent) : '';
    return {
      key: `${item.role}:${item.id}`, item, pause, used: usedButtons.get(item.seq),
      follows: !pause && before.role === item.role && before.agentName === item.agentName,
      status: { sending: WORDS.sending, failed: WORDS.failed }[item.status] || settled,
    };
  });
}

// What a row says is built once; what becomes of it (status, buttons) is updated in place.
class MessageRow {
  #panel;
  #body = el('div', { class: 'body' });
  #status = el('div', { class: 'status', 'aria-live': 'off' });
  #buttons = [];
  #built = '';
  #item;

  constructor(line, panel) {
    this.#panel = panel;
    this.root = el('div', { class: `row row-${line.item.role}` }, who(line.item), this.#body, this.#status);
  }

  update({ item, status, used, follows }) {
    this.#item = item;
    const content = JSON.stringify([item.text, item.buttons, item.cards, item.about, Boolean(item.image)]);
    if (content !== this.#built) this.#build(item);
    this.#built = content;
    this.root.classList.toggle('follows', follows);
    this.#say(item, status);
    this.#buttons.forEach((choice, index) => {
      choice.disabled = used !== undefined;
      choice.classList.toggle('chosen', used === index);
    });
  }

  #build({ text, cards = [], image, buttons = [], about, failure }) {
    const { talk, gateway } = this.#panel.session;
    const shown = about && !cards.length ? [this.#panel.chat.cardFor(about)] : cards;
    this.#buttons = buttons.map((title, index) => button('choice', title, () => talk.click(this.#item, index)));
    this.#body.replaceChildren(...[
      text && el('div', { class: failure ? 'bubble failure' : 'bubble' }, richText(text)),
      image && this.#picture(image, gateway.base),
      ...shown.map((card) => buildCard(card, gateway.base)),
      buttons.length && el('div', { class: 'choices' }, ...this.#buttons),
    ].filter(Boolean));
  }

  #picture({ url, width, height }, base) {
    const src = String(url).startsWith('blob:') ? url : safeUrl(url, base);
    const image = el('img', { class: 'picture', src, width, height, alt: WORDS.picture });
    if (!src || src.startsWith('blob:')) return image;
    const frame = link(src, image);
    frame.target = '_blank';
    return frame;
  }

  #say({ id, status, reason, final }, words) {
    const said = [words, reason].filter(Boolean).join(' · ');
    this.#status.classList.toggle('failed', status === 'failed');
    if (this.#status.firstChild && this.#status.firstChild.textContent === said) return;
    const again = final
      ? button('link-button', WORDS.editAgain, () => this.#panel.editAgain(id))
      : button('link-button', WORDS.retry, () => this.#panel.session.talk.retry(id));
    this.#status.replaceChildren(el('span', { text: said }), ...(status === 'failed' ? [again] : []));
  }
}

function who({ role, agentName, at }) {
  const name = { bot: WORDS.bot, agent: agentName || WORDS.agent, shopper: WORDS.you }[role] || WORDS.system;
  const time = at && el('time', { class: 'unseen', datetime: at.toISOString(), text: momentWords(at) });
  if (role !== 'bot' && role !== 'agent') return el('div', { class: 'unseen' }, `${name} `, time);
  return el('div', { class: 'who' },
    el('span', { class: 'face', 'aria-hidden': 'true' }, role === 'bot' ? '暖' : icon('person')),
    el('span', { class: 'name', text: name }), el('span', { class: 'badge', text: role === 'bot' ? 'AI' : WORDS.person }), time);
}
