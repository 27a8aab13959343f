/** <xiaonuan-chat>: bubble and panel in a shadow root. What a page may ask of it: ../types/widget.d.ts. */

import { button, el, icon, say, show } from '../shared/dom.js';
import { Session } from './session.js';
import { shelf } from './shelf.js';
import { WORDS } from './strings.js';
import { COVERS, STYLES } from './styles.js';
import { Panel } from './views/panel.js';
import { askShop, isRecord, list } from './wire.js';

const REACHED = 'a[href], button:enabled, textarea:enabled, summary, [tabindex="0"]';
const BASE = new URL('../../', import.meta.url);

export class XiaonuanChat extends HTMLElement {
  static observedAttributes = ['identity-url', 'sku'];

  orders = null;
  products = null;
  #session = new Session(BASE, () => this.#draw());
  #panel = new Panel(this.#session, this);
  #count = el('span', { class: 'count', 'aria-hidden': 'true' });
  #bubble = button('launcher', '', () => (this.opened ? this.close() : this.open()));
  #news = el('span', { class: 'unseen', role: 'status' });
  #covers = window.matchMedia(COVERS);
  #opened = false;
  #drawing = false;
  #away = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    this.#bubble.append(icon('chat'), icon('close'), this.#count);
    root.append(el('div', { class: 'host', lang: 'zh-CN' }, this.#panel.root, this.#bubble, this.#news));
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Tab' && this.#covers.matches) this.#keepInside(event);
      if (event.key === 'Escape' && !event.isComposing && !this.#panel.dismiss()) this.close();
    });
  }

  get opened() {
    return this.#opened;
  }

  connectedCallback() {
    this.#away = new AbortController();
    const { connection } = this.#session;
    const listen = (target, name, act) => target.addEventListener(name, act, { signal: this.#away.signal });
    listen(window, 'xiaonuan:identity-changed', () => this.#session.identify());
    listen(window, 'online', () => connection.wake());
    listen(window, 'offline', () => connection.drop());
    listen(window, 'storage', (event) => this.#otherTab(event));
    listen(document, 'visibilitychange', () => this.#looked());
    listen(window.visualViewport, 'resize', () => this.#fit());
    listen(this.#covers, 'change', () => this.#fit());
    this.#fit();
    this.attributeChangedCallback('identity-url');
  }

  disconnectedCallback() {
    this.#away.abort();
    this.#session.stop();
  }

  attributeChangedCallback(name, former, value) {
    if (!this.isConnected || (value && former === value)) return;
    if (name === 'sku') return this.#draw();
    this.#session.identityUrl = this.getAttribute('identity-url');
    this.#session.identify();
  }

  open(about) {
    this.#opened = true;
    show(this.#panel.root, true);
    this.#session.want();
    if (about) this.#session.talk.show(about);
    this.#looked();
    this.#panel.begin();
  }

  close() {
    if (!this.#opened) return;
    this.#opened = false;
    show(this.#panel.root, false);
    this.#looked();
    this.#bubble.setAttribute('aria-expanded', 'false'); // on a small phone it is hidden while it says otherwise
    this.#bubble.focus();
  }

  async knownOrders() {
    const handed = this.orders || (await askShop(this.getAttribute('orders-url')).catch(() => null));
    const orders = [...list(handed).filter(isRecord), ...this.#seen('order')];
    return [...new Map(orders.map((order) => [order.order_id, order])).values()];
  }

  cardFor(about) {
    const kind = about.sku ? 'product' : 'order';
    const handed = list(about.sku ? this.products : this.orders);
    const key = about.sku ? 'sku' : 'order_id';
    return { ...[...handed, ...this.#seen(kind)].find((known) => known[key] === about[key]), ...about, kind };
  }

  #seen(kind) {
    return this.#session.conversation.messages.flatMap(({ cards }) => cards).filter((card) => card.kind === kind);
  }

  get #watched() {
    return this.#opened && document.visibilityState === 'visible';
  }

  #looked() {
    if (this.#watched) this.#session.connection.wake();
    this.#session.watch(this.#watched);
  }

  #otherTab({ key }) {
    const name = shelf.nameOf(key);
    if (name === 'who' && shelf.who() !== this.#session.person) this.#session.identify();
    else if (name === `visitor:${this.#session.person}` && shelf.visitor(this.#session.person)) this.#session.takeUp();
    else if (name.startsWith('seen:')) this.#draw();
  }

  // On a phone the on-screen keyboard covers half of the page.
  #fit() {
    this.style.setProperty('--room', `${window.visualViewport.height}px`);
    this.#panel.root.setAttribute('aria-modal', this.#covers.matches);
  }

  // Behind a panel that covers the page nobody sees the focus: from the last control it goes on to the first.
  #keepInside(event) {
    const reached = [...this.#panel.root.querySelectorAll(REACHED)].filter((node) => node.getClientRects().length);
    const [from, to] = event.shiftKey ? [reached[0], reached.at(-1)] : [reached.at(-1), reached[0]];
    if (this.shadowRoot.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }

  // Frames come in bursts (catch-up, history); the page is drawn once after each.
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (this.#opened) this.#panel.update();
      this.#drawUnread(this.#watched || !this.isConnected ? 0 : this.#session.conversation.unreadAfter(this.#session.seen));
    });
  }

  #drawUnread(unread) {
    const title = (unread ? `(${unread}) ` : '') + document.title.replace(/^\(\d+\) /, '');
    if (document.title !== title) document.title = title;
    const words = unread ? WORDS.unread(unread) : '';
    say(this.#count, unread > 99 ? '99+' : String(unread));
    show(this.#count, unread && !this.#opened);
    say(this.#news, words);
    this.#bubble.setAttribute('aria-label', this.#opened ? WORDS.collapse : [WORDS.open, words].filter(Boolean).join('，'));
    this.#bubble.setAttribute('aria-expanded', this.#opened);
  }
}
