/** <xiaonuan-elapsed since="…" warn="180">: how long ago, ticking; `hot` after `warn` seconds. One timer for all of them. */

import { durationWords, serverNow } from '../model/clock.js';

const placed = new Set();
let timer = 0;

function tick() {
  for (const each of placed) each.update();
}

export class Elapsed extends HTMLElement {
  static observedAttributes = ['since', 'warn'];

  connectedCallback() {
    placed.add(this);
    timer ||= setInterval(tick, 1000);
    this.update();
  }

  disconnectedCallback() {
    placed.delete(this);
    if (!placed.size) timer = clearInterval(timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.update();
  }

  update() {
    const since = Date.parse(this.getAttribute('since'));
    const seconds = Number.isNaN(since) ? 0 : (serverNow() - since) / 1000;
    const said = Number.isNaN(since) ? '' : durationWords(seconds);
    if (this.textContent !== said) this.textContent = said;
    this.classList.toggle('hot', seconds > (Number(this.getAttribute('warn')) || Infinity));
  }
}
