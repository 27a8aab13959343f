/** A list of rows of one height of which only those in sight are built: 500 who wait cost what 20 cost. */

import { el } from '../../shared/dom.js';

const SPARE_ROWS = 5;
let made = 0;

/** `build(item)` gives a row's `{root, update(item)}`, `keyOf(item)` its key, `pick(item, clicked)` is told which she chose. */
export class VirtualList {
  #options;
  #items = [];
  #selected = '';
  #rows = new Map();
  #name = `list-${(made += 1)}`;
  #space = el('div', { class: 'rows', role: 'presentation' });
  root;

  constructor(options) {
    this.#options = options;
    this.root = el('div', { class: 'scroll list', role: 'listbox', tabindex: '0', 'aria-label': options.label }, this.#space);
    this.root.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.root.addEventListener('keydown', (event) => this.#pressed(event));
    new ResizeObserver(() => this.#draw()).observe(this.root);
  }

  update(items, selected) {
    const moved = selected !== this.#selected;
    this.#items = items;
    this.#selected = selected;
    this.root.hidden = !items.length;
    this.#space.style.height = `${items.length * this.#options.height}px`;
    if (moved) this.#reveal(this.#at);
    this.#draw();
  }

  /** @param {number} by 1 or -1 */
  step(by) {
    const next = (this.#at < 0 && by < 0 ? this.#items.length : this.#at) + by;
    const item = this.#items[Math.min(this.#items.length - 1, Math.max(0, next))];
    if (item) this.#options.pick(item);
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }

  get #at() {
    return this.#items.findIndex((item) => this.#options.keyOf(item) === this.#selected);
  }

  #pressed(event) {
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.#options.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.#items.length, End: this.#items.length };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === 'Enter') this.#options.enter?.();
    else return;
    event.preventDefault();
  }

  #reveal(index) {
    const { height } = this.#options;
    if (index < 0) return;
    const { scrollTop, clientHeight } = this.root;
    if (index * height < scrollTop) this.root.scrollTop = index * height;
    else if ((index + 1) * height > scrollTop + clientHeight) this.root.scrollTop = (index + 1) * height - clientHeight;
  }

  #draw() {
    const { height, keyOf } = this.#options;
    const from = Math.max(0, Math.floor(this.root.scrollTop / height) - SPARE_ROWS);
    const until = Math.min(this.#items.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / height) + SPARE_ROWS);
    const shown = new Map();
    for (let index = from; index < until; index += 1) shown.set(keyOf(this.#items[index]), index);
    for (const [key, row] of this.#rows) {
      if (shown.has(key)) continue;
      row.root.remove();
      this.#rows.delete(key);
    }
    for (const [key, index] of shown) this.#drawRow(key, index);
    const active = this.#rows.get(this.#selected);
    if (active) this.root.setAttribute('aria-activedescendant', active.root.id);
    else this.root.removeAttribute('aria-activedescendant');
    if (until === this.#items.length && until) this.#options.atEnd?.();
  }

  #drawRow(key, index) {
    const item = this.#items[index];
    const row = this.#rows.get(key) || this.#make(key, item);
    const { root } = row;
    const place = `translateY(${index * this.#options.height}px)`;
    if (root.style.transform !== place) root.style.transform = place;
    if (root.ariaPosInSet !== String(index + 1)) root.setAttribute('aria-posinset', index + 1);
    if (root.ariaSetSize !== String(this.#items.length)) root.setAttribute('aria-setsize', this.#items.length);
    root.setAttribute('aria-selected', key === this.#selected);
    row.item = item;
    row.update(item);
  }

  #make(key, item) {
    const row = this.#options.build(item);
    row.root.id = `${this.#name}-${String(key).replace(/[^\w-]/g, '_')}`;
    row.root.setAttribute('role', 'option');
    row.root.classList.add('row-item');
    row.root.addEventListener('click', () => this.#options.pick(row.item, true));
    this.#rows.set(key, row);
    this.#space.append(row.root);
    return row;
  }
}
