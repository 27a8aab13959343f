/** Frames that want an answer: kept until `ack` or `error`, sent again with the same id after every reconnect. */

import { newId } from '../../widget/wire.js';
import { shelf } from './shelf.js';

const ACK_MS = 8_000;
const STALE_MS = 300_000;
const PATIENCE_MS = 25_000;
// These wait however long it takes; anything else that gets no answer is given up, for the agent would press again.
const LASTING = ['send', 'note'];

/** What the server refused: its code and its own words. */
export class Refusal extends Error {
  constructor({ code = 'unavailable', message = '' }) {
    super(message);
    this.code = code;
  }
}

export class Requests {
  #connection;
  #pending = new Map();
  #timer = 0;
  #pausedUntil = 0;

  constructor(connection) {
    this.#connection = connection;
  }

  /** @param {object} frame with or without `id` @returns {Promise<object>} the `ack`; rejects with a Refusal */
  ask(frame) {
    const whole = { id: newId(), ...frame };
    return new Promise((done, fail) => {
      this.#pending.set(whole.id, { frame: whole, at: Date.now(), sentAt: 0, done, fail });
      this.#keep();
      this.flush();
    });
  }

  /** @returns {object[]} what an earlier page of this tab left unsent, young enough to be sent still */
  static left() {
    const kept = shelf.unsent().filter(({ at }) => Date.now() - at < STALE_MS);
    shelf.keepUnsent([]);
    return kept.map(({ frame }) => frame);
  }

  flush() {
    this.#timer ||= setInterval(() => this.#look(), 1000);
    if (Date.now() < this.#pausedUntil) return;
    for (const parcel of this.#pending.values()) {
      if (parcel.sentAt) continue;
      if (!this.#connection.send(parcel.frame)) return;
      parcel.sentAt = Date.now();
    }
  }

  socketLost() {
    for (const parcel of this.#pending.values()) parcel.sentAt = 0;
  }

  /** @param {object} frame an `ack` or `error` @returns {boolean} whether it answered something of ours */
  answered(frame) {
    const parcel = this.#pending.get(frame.id);
    if (!parcel) return false;
    if (frame.code === 'rate_limited') return this.#pause(parcel, frame.retry_after_s);
    this.#pending.delete(frame.id);
    this.#keep();
    if (frame.type === 'ack') parcel.done(frame);
    else parcel.fail(new Refusal(frame));
    return true;
  }

  stop() {
    const left = [...this.#pending.values()];
    this.#pending.clear();
    this.#timer = clearInterval(this.#timer);
    left.forEach(({ fail }) => fail(new Refusal({})));
  }

  #pause(parcel, seconds) {
    parcel.sentAt = 0;
    this.#pausedUntil = Date.now() + 1000 * (seconds || 1);
    setTimeout(() => this.flush(), 1000 * (seconds || 1) + 20);
    return true;
  }

  #look() {
    const now = Date.now();
    if (!this.#pending.size) this.#timer = clearInterval(this.#timer);
    for (const [id, { frame, at, sentAt, fail }] of this.#pending) {
      if (sentAt && now - sentAt > ACK_MS) this.#connection.drop();
      if (now - at < PATIENCE_MS || LASTING.includes(frame.type)) continue;
      this.#pending.delete(id);
      fail(new Refusal({}));
    }
    if (now > this.#pausedUntil) this.flush();
  }

  #keep() {
    const lasting = [...this.#pending.values()].filter(({ frame }) => LASTING.includes(frame.type));
    shelf.keepUnsent(lasting.map(({ frame, at }) => ({ frame, at })));
  }
}
