/** <xiaonuan-desk>: the whole page. Brings model and views together and says when to draw. */

import { WORDS } from './strings.js';
import { Alerts } from './model/alerts.js';
import { Session } from './model/session.js';
import { Frame } from './views/frame.js';
import { Login } from './views/login.js';
import { Theme } from './views/theme.js';

const HIDDEN_MS = 250;

export class XiaonuanDesk extends HTMLElement {
  #session = new Session({ redraw: () => this.#draw(), happened: (event) => this.#alerts.happened(event) });
  #alerts = new Alerts(this.#session);
  #login = null;
  #frame = null;
  #drawing = false;

  connectedCallback() {
    new Theme().apply();
    const { connection } = this.#session;
    window.addEventListener('online', () => connection.wake());
    window.addEventListener('offline', () => connection.drop());
    window.addEventListener('pointerdown', () => this.#alerts.warmUp(), { once: true });
    window.addEventListener('keydown', () => this.#alerts.warmUp(), { once: true });
    document.addEventListener('visibilitychange', () => this.#looked());
    window.addEventListener('focus', () => this.#draw());
    this.#session.begin();
  }

  #looked() {
    if (document.visibilityState === 'visible') this.#session.connection.wake();
    this.#draw();
  }

  // Frames come in bursts; the page is drawn once after each. A hidden tab is given no frames, yet its title must change.
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    const act = () => {
      if (!this.#drawing) return;
      this.#drawing = false;
      this.#update();
    };
    if (document.visibilityState === 'visible') requestAnimationFrame(act);
    setTimeout(act, HIDDEN_MS);
  }

  #update() {
    const { stage, desk } = this.#session;
    if (stage === 'out') this.#signIn();
    else if (stage === 'in' && desk.me) this.#work();
    const title = stage === 'in' ? WORDS.title(desk.unread, desk.queue.size) : WORDS.desk;
    if (document.title !== title) document.title = title;
  }

  #signIn() {
    if (this.#login) return;
    this.#frame?.leave();
    this.#frame = null;
    this.#login = new Login(this.#session);
    this.replaceChildren(this.#login.root);
    this.#login.begin();
  }

  #work() {
    if (!this.#frame) {
      this.#login = null;
      this.#frame = new Frame(this.#session, this.#alerts);
      this.replaceChildren(this.#frame.root);
    }
    this.#frame.update();
  }
}
