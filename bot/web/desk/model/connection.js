/** The desk's socket as a state machine: stopped → connecting → live ⇄ waiting. It knows no conversation. */

import { backoffMs } from '../../widget/connection.js';

const SNAPSHOT_MS = 12_000;
const HEARTBEAT_MS = 20_000;
const PONG_MS = 8_000;
const STEADY_MS = 5_000;
const SESSION_ENDED = 4401;

/** `owner` has hear(frame), connectionBecame(state), refused(), stillSignedIn(): Promise<boolean>. */
export class Connection {
  state = 'stopped';
  attempts = 0;
  #owner;
  #socket = null;
  #greeted = false;
  #timers = {};

  constructor(owner) {
    this.#owner = owner;
  }

  start() {
    if (this.state === 'stopped' || this.state === 'waiting') this.#open();
  }

  stop() {
    this.#abandon();
    this.#become('stopped');
  }

  /** The network is back, or the machine woke up: do not wait, and do not trust an old socket. */
  wake() {
    if (this.state === 'waiting') this.#open();
    else if (this.state === 'live') this.#ping();
  }

  drop() {
    if (this.state === 'stopped' || this.state === 'waiting') return;
    this.#abandon();
    this.#after('retry', backoffMs(this.attempts), () => this.#open());
    this.attempts += 1;
    this.#become('waiting');
  }

  /** @param {object} frame @returns {boolean} whether it went out */
  send(frame) {
    if (this.state !== 'live' || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #open() {
    this.#abandon();
    this.#become('connecting');
    const socket = new WebSocket(new URL('/api/v1/desk/ws', location.href).href.replace(/^http/, 'ws'));
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(read(data));
    socket.onclose = ({ code }) => this.#closed(code);
    this.#after('snapshot', SNAPSHOT_MS, () => this.drop());
  }

  #hear(frame) {
    clearTimeout(this.#timers.pong);
    if (frame?.type === 'snapshot') this.#welcomed();
    if (frame && frame.type !== 'pong') this.#owner.hear(frame);
  }

  #welcomed() {
    clearTimeout(this.#timers.snapshot);
    this.#greeted = true;
    this.#after('steady', STEADY_MS, () => {
      this.attempts = 0;
    });
    this.#after('heartbeat', HEARTBEAT_MS, () => this.#ping());
    this.#become('live');
  }

  // A refusal before the upgrade (401) looks like any other failure to a browser, so the session is asked about.
  async #closed(code) {
    const { state } = this;
    if (code === SESSION_ENDED) return this.#refused();
    const unsure = !this.#greeted;
    this.drop();
    if (unsure && state === 'connecting' && !(await this.#owner.stillSignedIn())) this.#refused();
  }

  #ping() {
    this.send({ type: 'ping' });
    this.#after('pong', PONG_MS, () => this.drop());
    this.#after('heartbeat', HEARTBEAT_MS, () => this.#ping());
  }

  #refused() {
    this.stop();
    this.#owner.refused();
  }

  #abandon() {
    Object.values(this.#timers).forEach(clearTimeout);
    const socket = this.#socket;
    this.#socket = null;
    this.#greeted = false;
    if (!socket) return;
    Object.assign(socket, { onmessage: null, onclose: null });
    socket.close();
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#owner.connectionBecame(state);
  }

  #after(name, delay, act) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(act, delay);
  }
}

function read(raw) {
  try {
    const frame = JSON.parse(raw);
    return frame && typeof frame.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
