/** What rings: a soft synthesised sound and a desktop notification, in one tab only, when nobody looks. */

import { WORDS } from '../strings.js';
import { shelf } from './shelf.js';

const TUNES = { offer: [660, 880], message: [587], waiting: [523, 659], promise: [784, 523] };
const NOTE_S = 0.16;
const SHOWN_MS = 12_000;

export class Alerts {
  on = shelf.preference('alerts', true);
  #session;
  #audio = null;

  constructor(session) {
    this.#session = session;
  }

  /** Asked on a press: browsers allow sound and notifications only then. */
  async turn(on) {
    this.on = on;
    shelf.prefer('alerts', on);
    if (!on) return;
    this.warmUp();
    if ('Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
    this.#play('message');
  }

  warmUp() {
    this.#audio ||= 'AudioContext' in window ? new AudioContext() : null;
    this.#audio?.resume();
  }

  happened({ kind, key, id, text }) {
    const looksAtIt = kind === 'message' && document.visibilityState === 'visible' && document.hasFocus() && this.#session.selected === id;
    if (!this.on || looksAtIt || !shelf.ringsFirst(key)) return;
    this.#play(kind);
    if (!document.hasFocus()) this.#notify(kind, id, text);
  }

  #play(kind) {
    if (this.#audio?.state !== 'running') return;
    TUNES[kind].forEach((pitch, at) => this.#tone(pitch, this.#audio.currentTime + at * NOTE_S));
  }

  #tone(pitch, at) {
    const [tone, volume] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 2 * NOTE_S);
    tone.connect(volume).connect(this.#audio.destination);
    tone.start(at);
    tone.stop(at + 2 * NOTE_S);
  }

  #notify(kind, id, text) {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const chat = this.#session.desk.chat(id);
    const name = chat?.customer_name || WORDS.guest;
    const title = { offer: WORDS.offer, message: name, waiting: WORDS.listNames.waiting, promise: WORDS.listNames.promises }[kind];
    const shown = new Notification(title, { body: text || chat?.wish || chat?.reason || '', tag: id || kind, silent: true });
    setTimeout(() => shown.close(), SHOWN_MS);
    shown.onclick = () => {
      window.focus();
      shown.close();
      if (id && kind === 'message') location.hash = `#/mine/${encodeURIComponent(id)}`;
    };
  }
}
