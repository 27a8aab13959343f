/**
 * The desk's shapes, for readers and editors only: no browser loads this file. The wire's side of them is docs/protocol.md (Agent desk).
 *
 * How the modules stand: desk.js (registers) → element.js → model/session.js and views/frame.js. No module of model/ touches the DOM, no view speaks
 * to the server but through model/: session.js brings together desk.js (what the server tells), library.js (the conversations that were opened),
 * dialogue.js (one of them), records.js (lists read by REST), connection.js (the socket), requests.js (frames that want an answer), acts.js (all that
 * an agent may do). Views are classes with a `root` and an `update()`, called once after each burst of changes; they draw only what has changed.
 */

export interface Agent {
  name: string;
  role: 'agent' | 'supervisor' | 'admin';
  skills: string[];
  status: 'online' | 'busy' | 'offline';
  connected: boolean;
  load: number;
  capacity: number;
}

export interface Chat {
  conversation_id: string;
  state: 'waiting' | 'assigned' | 'returned' | 'resolved' | 'abandoned' | 'offline' | 'left' | null; // left: taken out of the queue; by whom is not known
  holder: 'bot' | 'queue' | 'agent' | 'nobody';
  agent: string | null;
  skill: string | null;
  reason: string;
  wish: string;
  emotion: 'calm' | 'anxious' | 'upset' | 'angry';
  customer_class: 'guest' | 'new' | 'regular' | 'vip';
  customer_name: string | null;
  second_contact: boolean;
  waiting_since: string | null;
  rank: number | null; // lowest first
  offered_to: string | null;
  assigned_at: string | null;
  outcome: string | null;
  next_seq: number;
  unread: number;
  last: { seq: number; role: string; text: string | null; at: string } | null;
  tags: string[];
  blocked_until: string | null;
}

export interface Statement {
  text: string;
  source: { kind: 'message' | 'order' | 'ticket' | 'promise' | 'proposal' | 'handoff' | 'customer'; ref: string };
}

export interface Brief {
  who: Statement | null;
  wish: Statement | null;
  matter: Statement | null;
  order: Statement | null;
  facts: Statement[];
  tried: Statement[];
  promised: Statement[];
  proposals: Statement[];
  before: Statement[];
  mood: { seq: number; emotion: Chat['emotion'] }[];
}

export interface Note {
  id: string;
  at: string;
  agent: string | null; // null: the bot
  kind: 'note' | 'whisper' | 'unsaid' | 'transfer';
  text: string;
}

export interface Dossier {
  chat: Chat;
  brief: Brief;
  customer: object | null;
  orders: object[];
  history: { messages: object[]; more: boolean };
  notes: Note[];
  proposals: object[];
  tickets: object[];
  shop: 'ok' | 'unavailable';
}

export interface AfterSaleCase {
  after_sale_id: string;
  order_id: string;
  type: 'return' | 'exchange' | 'refund' | 'repair';
  state: string;
  items: { sku: string; title: string; quantity: number }[];
  reason: string;
  note: string; // the shopper's
  amount_fen: number;
  freight_payer: 'shop' | 'shopper';
  photos: { url: string; width: number; height: number }[];
  applied_at: string;
  due_at: string | null;
  moved_by: string; // shopper, shop, carrier or agent:<name>
  moved_at: string;
  move_note: string;
  verdict: { answer: 'allowed' | 'needs_person' | 'not_allowed'; rule: string } | null;
  conversation_id: string | null;
}

/** What an agent has written and the server has not committed, as far as this page knows. */
export interface Echo {
  id: string;
  role: 'agent';
  at: Date;
  text: string;
  image: { url: string } | null; // a preview from memory
  content?: object; // what goes over the wire
  status: 'sending' | 'sent' | 'failed';
  reason: string; // why it failed, in words
}

/** What may ring: `key` names the event, so that it rings in one tab only. */
export interface Happening {
  kind: 'offer' | 'message' | 'waiting';
  key: string;
  id?: string; // the conversation
  text?: string;
}
