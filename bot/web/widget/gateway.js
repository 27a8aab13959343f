/** What is asked over HTTP: the gateway's REST routes for shoppers, and the shop's own pages that hand something over. */

import { isRecord, list, readMessage } from './frames.js';

const TIMEOUT_MS = 10_000;
const UPLOAD_MS = 60_000;
const PAGE_SIZE = 30;

/** `status` 0: no answer. `passing`: the same call may succeed later. */
export class GatewayError extends Error {
  constructor(status, message = '', retryAfter = 0) {
    super(message);
    this.status = status;
    this.passing = status === 0 || status === 429 || status >= 500;
    this.retryAfterMs = retryAfter * 1000;
  }
}

async function answer(url, options, timeoutMs = TIMEOUT_MS) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    const response = await fetch(url, { ...options, signal: deadline.signal });
    const body = await response.json().catch(() => null);
    if (response.ok) return body;
    throw new GatewayError(response.status, body && body.message, Number(response.headers.get('Retry-After')) || 0);
  } catch (error) {
    throw error instanceof GatewayError ? error : new GatewayError(0);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string|null} url the shop's own address, read with its cookies
 * @returns {Promise<unknown>} its JSON, null when there is none
 */
export function askShop(url) {
  return url ? answer(new URL(url, document.baseURI), { credentials: 'include', cache: 'no-store' }) : Promise.resolve(null);
}

export class Gateway {
  /** @param {URL} base ends in a slash */
  constructor(base) {
    this.base = base;
  }

  socketUrl() {
    return new URL('api/v1/chat', this.base).href.replace(/^http/, 'ws');
  }

  /** @param {string|null} identity @returns {Promise<import('./types').Visitor>} her latest conversation, or a new one */
  async newVisitor(identity) {
    const made = await this.#call('visitors', { json: identity ? { identity, resume: true } : {} });
    return { token: made.token, conversation: made.conversation_id };
  }

  /** Gives a guest's conversation to the customer who logged in. */
  async bindIdentity(token, identity) {
    await this.#call('me/identity', { token, json: { identity } });
  }

  /** @returns {Promise<{messages: import('./types').Message[], more: boolean}>} ascending; the latest without `before` */
  async history(token, before = 0, limit = PAGE_SIZE) {
    const page = await this.#call(`history?limit=${limit}${before ? `&before_seq=${before}` : ''}`, { token });
    return { messages: list(page.messages).map(readMessage).filter(Boolean), more: page.more === true };
  }

  /** @param {Blob} picture @returns {Promise<string>} upload id */
  async upload(token, picture) {
    const form = new FormData();
    form.append('file', picture, 'picture');
    return (await this.#call('uploads', { token, form })).upload_id;
  }

  async #call(path, { token, json, form }) {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (json) headers['Content-Type'] = 'application/json';
    const body = json ? JSON.stringify(json) : form;
    const options = { method: body ? 'POST' : 'GET', headers, body, credentials: 'omit' };
    const found = await answer(new URL(`api/v1/${path}`, this.base), options, form && UPLOAD_MS);
    return isRecord(found) ? found : {};
  }
}
