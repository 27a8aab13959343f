/** What the report's page holds: who is signed in, the days, the figures. No DOM. */

import { ApiError, address, api } from '../desk/model/api.js';
import { dateOf, tellTimesIn } from '../shared/zh-cn.js';

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 70_000;
const PAGE = 30;

async function read(route, query) {
  let response;
  try {
    response = await fetch(address(route, query), { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new ApiError(0);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || !body) throw new ApiError(response.status, body?.code, body?.message);
  return body;
}

/** `stage`: 'asking', 'out' (sign in), 'refused' (not a supervisor), 'in'. */
export class Report {
  stage = 'asking';
  expired = false; // the sign-in form asks
  by = 'day';
  from = ''; // until the first answer: the shop's last seven days, which are not the reader's everywhere
  to = '';
  figure = 'asked';
  found = null;
  trouble = '';
  busy = false;
  #redraw;
  #asked = 0;

  constructor(redraw) {
    this.#redraw = redraw;
  }

  /** Up to today, as the shop counts days. */
  lastDays(days) {
    const to = dateOf(new Date());
    return this.set({ from: new Date(Date.parse(to) - (days - 1) * DAY_MS).toISOString().slice(0, 10), to });
  }

  /** Raises ApiError. */
  async logIn(name, password) {
    await api.logIn(name, password);
    await this.load();
  }

  set(change) {
    Object.assign(this, change);
    return this.load();
  }

  show(figure) {
    this.figure = figure;
    this.#redraw();
  }

  get query() {
    return { from: this.from, to: this.to, by: this.by };
  }

  get csv() {
    return address('reports/figures', { ...this.query, format: 'csv' });
  }

  async load() {
    const asked = ++this.#asked;
    Object.assign(this, { busy: true, found: null }); // what stands under the new days must not be the old days' figures
    this.#redraw();
    try {
      const found = await read('reports/figures', this.query);
      if (asked !== this.#asked) return;
      tellTimesIn(found.timezone);
      Object.assign(this, { found, from: found.from, to: found.to, stage: 'in', trouble: '' });
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#failed(error);
    }
    this.busy = false;
    this.#redraw();
  }

  #failed({ status, code, message }) {
    if (status === 401) this.stage = 'out';
    else if (status === 403) this.stage = 'refused';
    else if (code === 'invalid_frame') Object.assign(this, { stage: 'in', trouble: 'bad_days' }); // days are all that is typed here
    else Object.assign(this, { stage: 'in', trouble: message || 'unavailable' });
  }

  /** @param {string} figure @param {string|null} topic null: whatever topic; '': those that named none @param {number} page */
  async behind(figure, topic, page) {
    const query = new URLSearchParams({ figure, from: this.from, to: this.to, page, per_page: PAGE });
    if (topic !== null) query.set('topic', topic); // an empty one means something here
    const found = await read(`reports/behind?${query}`);
    return { ...found, more: found.page * found.per_page < found.total };
  }

  messages(id) {
    return api.messages(id, { limit: 200 });
  }
}
