/** The edge of the wire: server frames are read here, once; nothing behind it looks at raw JSON. What is not known is ignored. */

import { readMoment } from '../shared/zh-cn.js';

const ROLES = ['shopper', 'bot', 'agent', 'system'];

/** @param {string} raw @returns {{type: string}|null} a `message` frame carries a checked `message` */
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

/** @param {unknown} value @returns {import('./types').Message|null} */
export function readMessage(value) {
  if (!isRecord(value) || !ROLES.includes(value.role) || !(Number.isSafeInteger(value.seq) && value.seq > 0)) return null;
  const { seq, role, image, about, agent } = value;
  return {
    seq,
    role,
    id: words(value.id) || String(seq),
    at: readMoment(value.at) || new Date(),
    text: words(value.text),
    buttons: list(value.buttons).map((button) => words(button && button.title)),
    cards: list(value.cards).filter(isRecord),
    image: isRecord(image) ? image : null,
    about: isRecord(about) ? about : null,
    agentName: isRecord(agent) ? words(agent.name) : '',
    replyTo: Number(value.reply_to) || 0,
    failure: value.failure === true,
  };
}

export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = (value) => (Array.isArray(value) ? value : []);
export const words = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** A UUID for a client frame; `crypto.randomUUID` is missing on pages without a secure context. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (byte, at) => ([4, 6, 8, 10].includes(at) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
}

export const TEXT_LIMIT = 2000;

/** @param {string} text @returns {string} what may be sent of it (no NUL, no lone surrogate), '' when nothing is visible */
export function sendable(text) {
  const clean = text.replace(/\0|\p{Cs}/gu, '').trim();
  return /[^\s\p{Z}\p{Cc}\p{Cf}]/u.test(clean) ? clean : '';
}
