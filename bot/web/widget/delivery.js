/** Frames that must arrive: kept until acknowledged, sent again with the same id after every reconnect. */

import { shelf } from './shelf.js';
import { WORDS } from './strings.js';

const ACK_MS = 8_000;
const PATIENCE_MS = 20_000;
const STALE_MS = 300_000;

export class Delivery {
  #conversation;
  #connection;
  #changed;
  #key = '';
  #parcels = new Map();
  #pausedUntil = 0;
  #last = 0;
  #timer = 0;

  constructor(conversation, connection, changed) {
    this.#conversation = conversation;
    this.#connection = connection;
    this.#changed = changed;
  }

  attach(key) {
    for (const parcel of this.#parcels.values()) {
      if (this.#key) shelf.dropParcel(this.#key, parcel.frame.id);
      shelf.keepParcel(key, parcel);
      this.#echo(parcel);
    }
    this.#key = key;
    for (const parcel of shelf.parcels(key)) {
      if (this.#parcels.has(parcel.frame.id)) continue;
      const held = Date.now() - parcel.at > STALE_MS;
      this.#parcels.set(parcel.frame.id, { ...parcel, held, sentAt: 0 });
      this.#echo(parcel);
      if (held) this.#conversation.amend(parcel.frame.id, { status: 'failed' });
    }
  }

  stop() {
    this.#parcels.clear();
    clearInterval(this.#timer);
  }

  carries(type) {
    return [...this.#parcels.values()].some(({ frame }) => frame.type === type);
  }

  post(frame, words) {
    this.#last = Math.max(Date.now(), this.#last + 1);
    const parcel = { frame, words, at: this.#last, sentAt: 0, held: false };
    this.#parcels.set(frame.id, parcel);
    if (this.#key) shelf.keepParcel(this.#key, parcel);
    this.#echo(parcel);
    this.flush();
  }

  // An echo that is there already (a picture's, with its preview) stays as it is.
  #echo({ frame, words, at }) {
    if (frame.type !== 'rate') this.#conversation.echo(frame.id, { text: words, about: frame.about || null, at: new Date(at) });
  }

  flush() {
    if (!this.#timer) this.#timer = setInterval(() => this.#look(), 1000);
    if (Date.now() < this.#pausedUntil) return;
    for (const parcel of this.#parcels.values()) {
      if (parcel.held || parcel.sentAt) continue;
      if (!this.#connection.send(parcel.frame)) return;
      parcel.sentAt = Date.now();
      this.#conversation.amend(parcel.frame.id, { status: 'sending', reason: '' });
    }
  }

  socketLost() {
    for (const parcel of this.#parcels.values()) parcel.sentAt = 0;
  }

  arrived(id) {
    const parcel = this.#parcels.get(id);
    this.#parcels.delete(id);
    shelf.dropParcel(this.#key, id);
    this.#conversation.amend(id, { status: 'sent', reason: '' });
    return parcel?.frame;
  }

  refused({ id, code, message, retry_after_s: retryAfter }) {
    const parcel = this.#parcels.get(id);
    if (!parcel) return false;
    if (code === 'rate_limited') {
      const pause = 1000 * (retryAfter || 1);
      parcel.sentAt = 0;
      this.#pausedUntil = Date.now() + pause;
      setTimeout(() => this.flush(), pause + 20);
      this.#conversation.amend(id, { reason: WORDS.slowDown });
      return true;
    }
    const passing = code === 'unavailable';
    if (passing) parcel.held = true;
    else this.arrived(id);
    this.#conversation.amend(id, { status: 'failed', reason: message, final: !passing });
    return true;
  }

  retry(id) {
    const parcel = this.#parcels.get(id);
    if (!parcel) return;
    Object.assign(parcel, { held: false, sentAt: 0, at: Date.now() });
    this.#conversation.amend(id, { status: 'sending', reason: '' });
    this.flush();
  }

  #look() {
    const now = Date.now();
    if (!this.#parcels.size) this.#timer = clearInterval(this.#timer);
    for (const { frame, at, sentAt, held } of this.#parcels.values()) {
      if (held || now < this.#pausedUntil) continue;
      if (now - at > PATIENCE_MS) this.#conversation.amend(frame.id, { status: 'failed' });
      if (sentAt && now - sentAt > ACK_MS) this.#connection.drop();
    }
    this.#changed();
  }
}
