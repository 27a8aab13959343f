/** The right column: what she came from (ticket, promise, proposal, case), the brief, what waits for approval, orders, the customer. */

import { el, show } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { briefNodes } from './brief.js';
import { customerNodes } from './customer.js';
import { focusNodes } from './focus.js';
import { orderNodes } from './orders.js';
import { onceEach } from './parts.js';
import { proposalNodes } from './proposals.js';
import { Reveals } from './reveals.js';
import { ticketNodes } from './tickets.js';

const SECTIONS = ['brief', 'openProposals', 'orders', 'tickets', 'customer'];
const BUILD = { brief: briefNodes, openProposals: proposalNodes, orders: orderNodes, tickets: ticketNodes, customer: customerNodes };
export class Side {
  #session;
  #put = onceEach();
  #reveals;
  #focus = el('section', { class: 'focus-card', 'aria-label': WORDS.conversation });
  #sections;
  #what = '';
  root;

  constructor(session, frame) {
    this.#session = session;
    this.frame = frame;
    this.#reveals = new Reveals(session);
    this.#sections = new Map(SECTIONS.map((name) => [name, section(name)]));
    this.root = el('aside', { class: 'side scroll', 'aria-label': WORDS.sidePanel, tabindex: '0' }, this.#focus, ...[...this.#sections.values()].map(({ root }) => root));
  }

  update() {
    const { desk, focus } = this.#session;
    const dialogue = withoutFocus(this.#session.dialogue, focus);
    this.#toTop(`${dialogue?.id}/${focus?.kind}/${focus?.row.ticket_id}/${focus?.row.proposal_id}/${focus?.row.promise_id}/${focus?.row.after_sale_id}`);
    const holds = Boolean(dialogue && desk.holds(dialogue.id));
    this.#put(this.#focus, [focus, desk.me?.name], () => (focus ? focusNodes(focus, this.#session) : []));
    show(this.#focus, focus);
    for (const [name, { root, body, count }] of this.#sections) {
      const shown = dialogue?.loaded && BUILD[name].count(dialogue) !== 0;
      show(root, shown);
      if (!shown) continue;
      count.textContent = BUILD[name].count(dialogue) ?? '';
      this.#put(body, [dialogue.id, dialogue.version, focus, holds, this.#reveals.version], () => BUILD[name](dialogue, this.#tools(dialogue, holds)));
    }
  }

  focus() {
    this.root.focus();
  }

  #toTop(what) {
    if (what !== this.#what) this.root.scrollTop = 0;
    this.#what = what;
  }

  #tools(dialogue, holds) {
    return { session: this.#session, holds, reveals: this.#reveals, toMessage: (seq) => this.frame.revealMessage(Number(seq)), id: dialogue.id };
  }
}

// What stands on top need not stand below once more.
function withoutFocus(dialogue, focus) {
  if (!dialogue) return null;
  const { id, version, loaded, brief, orders, shopAway, customer } = dialogue;
  const proposals = dialogue.proposals.filter((each) => each.proposal_id !== focus?.row.proposal_id);
  const tickets = dialogue.tickets.filter((each) => focus?.kind !== 'ticket' || each.ticket_id !== focus.row.ticket_id);
  const about = focus?.row.order_id || brief?.order?.source?.ref;
  return { id, version, loaded, brief, orders, about, shopAway, customer, proposals, tickets };
}

function section(name) {
  const [body, count] = [el('div', { class: 'section-body' }), el('span', { class: 'quiet count' })];
  const root = el('details', { class: `section section-${name}`, open: true }, el('summary', {}, el('span', { text: WORDS[name] }), count), body);
  return { root, body, count };
}
