/** The edge of the wire: frames and HTTP answers are read here, once. Nothing behind it looks at raw JSON. */

import { readMoment } from '../shared/zh-cn.js';

const ROLES = ['shopper', 'bot', 'agent', 'system'];

export function readFrame(raw) {
  try {
    const frame = JSON.parse(raw);
    if (!isRecord(frame) || typeof frame.type !== 'string') return null;
    if (frame.type !== 'message') return frame;
    const message = readMessage(frame);
    return message && { type: 'message', message };
  } catch {
    return null;
  }
}

export function readMessage(value) {
  if (!ROLES.includes(value?.role) || !Number.isSafeInteger(value.seq) || value.seq < 1) return null;
  const { seq, role, image, about, agent } = value;
  return {
    seq,
    role,
    id: words(value.id) || String(seq),
    at: readMoment(value.at) || new Date(),
    text: words(value.text),
    buttons: list(value.buttons).map((button) => words(button?.title)),
    cards: list(value.cards).filter(isRecord),
    image: isRecord(image) ? image : null,
    about: isRecord(about) ? about : null,
    agentName: words(agent?.name),
    replyTo: Number(value.reply_to) || 0,
    failure: value.failure === true,
  };
}

export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = (value) => (Array.isArray(value) ? value : []);
export const words = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (byte, at) => ([4, 6, 8, 10].includes(at) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
}

export const TEXT_LIMIT = 2000;

export function sendable(text) {
  const clean = text.replace(/\0|\p{Cs}/gu, '').trim();
  return /[^\s\p{Z}\p{Cc}\p{Cf}]/u.test(clean) ? clean : '';
}

const TIMEOUT_MS = 10_000;
const UPLOAD_MS = 60_000;
const PAGE_SIZE = 30;

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
    throw new GatewayError(response.status, body?.message, Number(response.headers.get('Retry-After')) || 0);
  } catch (error) {
    throw error instanceof GatewayError ? error : new GatewayError(0);
  } finally {
    clearTimeout(timer);
  }
}

export function askShop(url) {
  return url ? answer(new URL(url, document.baseURI), { credentials: 'include', cache: 'no-store' }) : Promise.resolve(null);
}

export class Gateway {
  constructor(base) {
    this.base = base;
  }

  socketUrl() {
    return new URL('api/v1/chat', this.base).href.replace(/^http/, 'ws');
  }

  async newVisitor(identity) {
    const made = await this.#call('visitors', { json: identity ? { identity, resume: true } : {} });
    return { token: made.token, conversation: made.conversation_id };
  }

  async bindIdentity(token, identity) {
    await this.#call('me/identity', { token, json: { identity } });
  }

  async history(token, before = 0, limit = PAGE_SIZE) {
    const page = await this.#call(`history?limit=${limit}${before ? `&before_seq=${before}` : ''}`, { token });
    return { messages: list(page.messages).map(readMessage).filter(Boolean), more: page.more === true };
  }

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
