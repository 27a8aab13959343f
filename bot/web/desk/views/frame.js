/** The desk around its columns: bar, rail, lists, conversation, side or wall; what the address says is open. */

import { button, el, say, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { Bar } from './bar.js';
import { Conversation } from './conversation.js';
import { Keys } from './keys.js';
import { Lists } from './lists.js';
import { Offers } from './offers.js';
import { Rail } from './rail.js';
import { Side } from './side.js';
import { Wall } from './wall.js';

export class Frame {
  tab = 'waiting';
  #session;
  #rail;
  #bar;
  #offers;
  #keys;
  #written = null;
  lists;
  conversation;
  side;
  #wall;
  #link = el('span');
  #now;
  #connection;
  #toast = el('p', { class: 'toast', role: 'status' });
  root;

  constructor(session, alerts) {
    this.#session = session;
    this.#bar = new Bar(session, alerts, this);
    this.#rail = new Rail(session, this);
    this.#offers = new Offers(session);
    this.lists = new Lists(session, this);
    this.conversation = new Conversation(session, this);
    this.side = new Side(session, this);
    this.#wall = new Wall(session, this);
    this.#now = button('link-button', WORDS.tryNow, () => session.connection.wake());
    this.#connection = el('div', { class: 'connection', role: 'status' }, this.#link, this.#now);
    this.root = el('div', { class: 'desk' }, this.#bar.root, this.#rail.root, this.lists.root, this.conversation.root, this.side.root, this.#wall.root,
      this.#connection, this.#offers.root, this.#toast);
    this.#keys = new Keys(session, this);
    this.#begin();
  }

  leave() {
    this.#keys.stop();
    this.#wall.stop();
    window.removeEventListener('hashchange', this.#follow);
  }

  go(tab) {
    this.tab = tab;
    this.root.classList.remove('side-shown');
    this.root.classList.add('list-shown');
    if (tab !== 'wall') this.lists.show(tab);
    this.#session.changed();
  }

  mayOpen(tab) {
    const { supervises, decidesCases } = this.#session.desk;
    return tab in WORDS.listNames && (tab !== 'wall' || supervises) && (tab !== 'cases' || decidesCases);
  }

  /** After a choice in a list: to where she writes. */
  enterChat() {
    this.leaveList();
    this.conversation.focus();
  }

  revealMessage(seq) {
    this.conversation.reveal(seq);
  }

  /** What she picked stands there: on a narrow screen instead of the list, until she goes to a list again. */
  showSide() {
    this.leaveList();
    this.root.classList.add('side-shown');
  }

  /** On a phone one column stands there at a time: no longer the list. */
  leaveList() {
    this.root.classList.remove('list-shown');
  }

  toggleSide() {
    this.root.classList.toggle('side-shown');
  }

  update() {
    const { desk, selected, focus } = this.#session;
    const onWall = this.tab === 'wall' && desk.supervises;
    this.#bar.update();
    this.#rail.update();
    this.#offers.update();
    for (const { root } of [this.lists, this.conversation, this.side]) show(root, !onWall);
    show(this.#wall.root, onWall);
    this.root.classList.toggle('no-side', onWall || !(selected || focus));
    this.root.classList.toggle('card-only', Boolean(focus && !selected));
    if (!selected && !focus) this.root.classList.add('list-shown');
    if (onWall) this.#wall.update();
    else {
      this.lists.update();
      this.conversation.update();
      this.side.update();
      this.#wall.stop();
    }
    this.#sayConnection();
    this.#sayNotice();
    this.#remember();
    this.#followClaim();
  }

  // The newcomer's next step, and everybody's: what was claimed stands among hers, and she can write.
  #followClaim() {
    const { claimed, desk, selected } = this.#session;
    if (!claimed || !desk.holds(claimed)) return;
    this.#session.claimed = '';
    if (claimed !== selected) return;
    this.go('mine');
    this.leaveList();
    requestAnimationFrame(() => this.conversation.focus());
  }

  #sayConnection() {
    const { state } = this.#session.connection;
    const away = state !== 'live';
    say(this.#link, away ? (navigator.onLine ? WORDS.reconnecting : WORDS.offlineNet) : '');
    show(this.#connection, away);
    show(this.#now, state === 'waiting');
    this.root.classList.toggle('cut', away);
  }

  #sayNotice() {
    const { notice } = this.#session;
    say(this.#toast, notice?.text || '');
    this.#toast.className = `toast ${notice?.kind || ''}`;
  }

  // The address keeps what is open, so that a reload and a second tab come back to it.
  #begin() {
    window.addEventListener('hashchange', this.#follow);
    this.#follow();
  }

  #follow = () => {
    if (location.hash === this.#written) return;
    const [, tab = '', id = ''] = location.hash.split('/').map(decodeSafely);
    this.go(this.mayOpen(tab) ? tab : this.#session.desk.mine.size ? 'mine' : 'waiting');
    if (id) this.leaveList();
    this.#session.open(id);
  };

  #remember() {
    const written = `#/${[this.tab, this.#session.selected].filter(Boolean).map(encodeURIComponent).join('/')}`;
    if (written === location.hash) return;
    this.#written = written;
    history.replaceState(null, '', written);
  }
}

function decodeSafely(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
