/** The socket as a state machine: stopped → connecting → live ⇄ waiting. It knows no conversation. */

import { readFrame } from './wire.js';

const WELCOME_MS = 10_000;
const HEARTBEAT_MS = 25_000;
const PONG_MS = 8_000;
const STEADY_MS = 5_000;
const BAD_TOKEN = 4401;

export function backoffMs(attempt, chance = Math.random()) {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 9)) * (0.5 + chance / 2);
}

export class Connection {
  state = 'stopped';
  attempts = 0;
  #owner;
  #socket = null;
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

  send(frame) {
    if (this.state !== 'live' || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #open() {
    this.#abandon();
    this.#become('connecting');
    const socket = new WebSocket(this.#owner.socketUrl());
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', ...this.#owner.hello() }));
    socket.onmessage = ({ data }) => this.#hear(readFrame(data));
    socket.onclose = ({ code }) => (code === BAD_TOKEN ? this.#refused() : this.drop());
    this.#after('welcome', WELCOME_MS, () => this.drop());
  }

  #hear(frame) {
    clearTimeout(this.#timers.pong);
    if (frame?.type === 'welcome') this.#welcomed();
    if (frame && frame.type !== 'pong') this.#owner.hear(frame);
  }

  #welcomed() {
    clearTimeout(this.#timers.welcome);
    this.#after('steady', STEADY_MS, () => {
      this.attempts = 0;
    });
    this.#after('heartbeat', HEARTBEAT_MS, () => this.#ping());
    this.#become('live');
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

  // A socket whose network is gone reports its end only minutes later, so nobody listens to it any more.
  #abandon() {
    Object.values(this.#timers).forEach(clearTimeout);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    Object.assign(socket, { onopen: null, onmessage: null, onclose: null });
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
