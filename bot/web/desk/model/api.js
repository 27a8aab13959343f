/** The desk's REST routes (docs/protocol.md), one method each. Reads answers; decides nothing. */

import { isRecord, list, readMessage, words } from '../../widget/wire.js';
import { learnServerTime } from './clock.js';

const ROOT = '/api/v1/desk/';
const TIMEOUT_MS = 12_000;
const UPLOAD_MS = 60_000;

/** What the server refused, or `status` 0: no answer. `message` is the server's own, in words. */
export class ApiError extends Error {
  constructor(status, code = '', message = '', retryAfterS = 0) {
    super(message);
    Object.assign(this, { status, code, retryAfterS });
  }
}

const path = (...parts) => parts.map(encodeURIComponent).join('/');

/** @param {string} route @param {Record<string, unknown>} [query] empty values are left out @returns {string} */
export function address(route, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return ROOT + route + (given.length ? `?${new URLSearchParams(given)}` : '');
}

async function call(method, route, { query, json, form, timeoutMs = TIMEOUT_MS } = {}) {
  const headers = json ? { 'Content-Type': 'application/json' } : {};
  const options = { method, headers, body: json ? JSON.stringify(json) : form, credentials: 'same-origin', cache: 'no-store' };
  let response;
  try {
    response = await fetch(address(route, query), { ...options, signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new ApiError(0);
  }
  learnServerTime(response.headers.get('Date'));
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  throw new ApiError(response.status, body?.code, body?.message, Number(response.headers.get('Retry-After')) || 0);
}

const get = (route, query) => call('GET', route, { query });
const post = (route, json = {}) => call('POST', route, { json });

async function page(route, query, more = () => ({})) {
  const found = await get(route, { per_page: 50, ...query });
  return { rows: list(found?.rows).filter(isRecord), total: Number(found?.total) || 0, ...more(found ?? {}) };
}

export const api = {
  logIn: (name, password) => post('login', { name, password }),
  logOut: () => post('logout'),
  me: () => get('me'),
  changePassword: (old, fresh) => post('password', { old, new: fresh }),

  conversations: (query) => page('conversations', query),
  dossier: (id) => get(`conversations/${path(id)}`),
  async messages(id, query) {
    const found = await get(`conversations/${path(id)}/messages`, query);
    return { messages: list(found?.messages).map(readMessage).filter(Boolean), more: found?.more === true };
  },
  block: (id, hours, reason) => post(`conversations/${path(id)}/block`, { hours, reason }),
  unblock: (id) => call('DELETE', `conversations/${path(id)}/block`),
  reveal: async (id, what, ref) => words((await post(`conversations/${path(id)}/reveal`, { what, ref }))?.value),
  async upload(id, picture) {
    const form = new FormData();
    form.append('file', picture, 'picture');
    return (await call('POST', `conversations/${path(id)}/uploads`, { form, timeoutMs: UPLOAD_MS }))?.upload_id;
  },

  tickets: (query) => page('tickets', query),
  changeTicket: (id, change) => post(`tickets/${path(id)}`, change),
  promises: (query) => page('promises', query),
  keepPromise: (id) => post(`promises/${path(id)}/kept`),
  proposals: (query) => page('proposals', query),
  cases: (query) => page('cases', query, ({ decided_by: by, listed }) => ({ elsewhere: by === 'shop', untold: listed === false })),
  decideCase: (id, decision) => post(`cases/${path(id)}`, decision),
  reasons: async () => list((await get('reasons'))?.rows).filter(isRecord),
  products: async (q) => list((await get('products', { q }))?.rows).filter(isRecord),
  knowledge: async (q) => list((await get('knowledge', { q }))?.rows).filter(isRecord),
  book: (query) => page('knowledge', query),
  putEntry: (id, entry) => (id ? call('PUT', `knowledge/${path(id)}`, { json: entry }) : post('knowledge', entry)),
  removeEntry: (id) => call('DELETE', `knowledge/${path(id)}`),
  canned: async () => list((await get('canned', { per_page: 200 }))?.rows).filter(isRecord),
  putCanned: (id, reply) => call('PUT', `canned/${path(id)}`, { json: reply }),
  removeCanned: (id) => call('DELETE', `canned/${path(id)}`),
  live: () => get('reports/live'),
};
