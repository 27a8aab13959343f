/**
 * The widget's shapes and what its modules promise. For readers and editors only: no browser loads this file, so that the
 * explanations cost shoppers nothing.
 *
 * How the modules stand: widget.js (the tag) → element.js → session.js, views/panel.js.
 * session.js brings together conversation.js (what is known), connection.js (the socket), delivery.js (what must arrive),
 * shelf.js (what the browser keeps), wire.js (reading and asking). talk.js is all that the views may do.
 */

// ---- what a page may ask -------------------------------------------------------------------------------------------

/**
 * `<script src="…/widget.js" data-identity-url="…" data-orders-url="…" data-sku="…" data-theme="…">` makes one of these and
 * hands its data attributes over, now and whenever they change. Window event `xiaonuan:identity-changed`: the page says that
 * somebody else may be logged in, and the chat asks `identity-url` again.
 *
 * Attributes: `identity-url` (JSON `{"identity": "<JWT>"}`, 204 or `{}` for a guest; read with the page's cookies),
 * `orders-url` (JSON list in the shape of order cards), `sku` (the product of the page), `theme` (`light` or `dark`;
 * otherwise the system's). Colours: CSS properties `--xn-accent` and `--xn-accent-dark` on the element.
 */
export class XiaonuanChat extends HTMLElement {
  readonly opened: boolean;
  orders: Card[] | null; // in place of `orders-url`
  products: Card[] | null; // what the page knows of products that may be shown
  open(about?: About): void; // `about` is shown to the service at once
  close(): void;
}

// ---- what travels between modules ----------------------------------------------------------------------------------

export interface Message {
  seq: number; // from 1, without gaps
  id: string;
  role: 'shopper' | 'bot' | 'agent' | 'system';
  at: Date;
  text: string;
  buttons: string[]; // titles
  cards: Card[];
  image: Picture | null;
  about: About | null;
  agentName: string;
  replyTo: number; // 0 when it answers nothing
  failure: boolean;
}

/** What the shopper sent and the server has not committed, as far as this page knows. */
export interface Echo {
  id: string;
  role: 'shopper';
  at: Date;
  text: string;
  about: About | null;
  image: Picture | null; // a preview from memory
  status: 'sending' | 'sent' | 'failed';
  reason: string; // why it failed, in words
  final: boolean; // sending the same again cannot help
}

/** A frame that must arrive, kept until its acknowledgement. */
export interface Parcel {
  frame: { type: string; id: string }; // sent as it stands: the same id must carry the same body
  words: string; // how it reads in the thread until it is committed
  at: number; // ms since the epoch, written
  sentAt: number; // ms since the epoch, on the present socket; 0: not yet
  held: boolean; // waits for the shopper's 重试
}

/** A message or an echo, placed in the list. */
export interface Line {
  key: string;
  item: Message | Echo;
  pause: boolean; // so much time lies before it that the moment is worth showing
  follows: boolean; // the line before is the same person's
  status: string; // in words
  used: number | undefined; // index of the button that was used
}

export interface Visitor { token: string; conversation: string }
export interface Person { key: string; identity: string | null } // key: 'guest' or 'customer:<id>'
export interface Picture { url: string; width: number; height: number }
export type About = { sku: string } | { order_id: string };
export type Card = { kind: string; [field: string]: unknown };
export type Holder = 'bot' | 'queue' | 'agent' | 'nobody';

// ---- modules -------------------------------------------------------------------------------------------------------

/** conversation.js. Pure: no DOM, no network, no timers. */
export class Conversation {
  first: number; // lowest seq held; 0: none
  last: number; // highest seq up to which nothing is missing
  readonly hasGap: boolean; // a message is held that lies beyond a missing one
  readonly messages: Message[]; // ascending
  readonly echoes: Echo[]; // as written
  readonly typing: boolean; // somebody writes, or a turn of hers awaits its reply (at most 16 s)
  readonly ratable: boolean; // there was something that can be rated
  readonly shownGreeting: string; // '' until the first message is here: the greeting stands above it
  readonly usedButtons: Map<number, number>; // seq → index; what she said next is that button's title, so a reload knows it
  add(message: Message): boolean; // true when it is new
  echo(id: string, content: Partial<Echo>): void; // nothing, if that id is committed already
  amend(id: string, change: Partial<Echo>): void;
  withdraw(id: string): string; // its text
  unreadAfter(seen: number): number; // others' messages after that seq
}

/** connection.js. `owner` is told of states and frames; `refused`: the token opens nothing (close 4401). */
export class Connection {
  state: 'stopped' | 'connecting' | 'live' | 'waiting';
  attempts: number; // since the last steady connection
  start(): void;
  stop(): void;
  wake(): void; // the network may be back: tries now, or asks whether the other side lives
  drop(): void; // the socket is known or suspected to be dead: comes back on a new one
  send(frame: object): boolean; // true when it went out
}

/** connection.js: milliseconds, at most 10 s; jitter, so that sockets that fell together do not come back together. */
export function backoffMs(attempt: number, chance?: number): number;

/** delivery.js. After 8 s without an acknowledgement the socket is given up; after 20 s the shopper is told. */
export class Delivery {
  attach(conversation: string): void; // takes up what an earlier page left; older than 5 min waits for 重试
  post(frame: object, words?: string): void;
  flush(): void; // sends what has not gone out on this socket, in order
  socketLost(): void;
  arrived(id: string): object | undefined; // acknowledged, or its message came back
  refused(error: { id?: string; code: string; message?: string; retry_after_s?: number }): boolean; // true: it was ours
  retry(id: string): void;
  carries(type: string): boolean; // such a frame waits for its acknowledgement
  stop(): void;
}

/** wire.js. `readFrame` gives null for what is no frame; `sendable` '' for what shows nothing. */
export function readFrame(raw: string): { type: string } | null;
export function readMessage(value: unknown): Message | null;
export function sendable(text: string): string;
export function askShop(url: string | null): Promise<unknown>;
export class Gateway {
  newVisitor(identity: string | null): Promise<Visitor>; // her latest conversation, or a new one
  bindIdentity(token: string, identity: string): Promise<void>;
  history(token: string, before?: number, limit?: number): Promise<{ messages: Message[]; more: boolean }>; // ascending
  upload(token: string, picture: Blob): Promise<string>; // upload id
}
/** `status` 0: no answer. `passing`: the same call may succeed later. */
export class GatewayError extends Error {
  status: number;
  passing: boolean;
  retryAfterMs: number;
}

/** session.js. Shows whoever is logged in her own chat and nobody else's. */
export class Session {
  identityUrl: string | null;
  trouble: string; // what stands in the way, in words
  closed: string; // why the conversation is closed, in words
  notice: string; // said once, for a few seconds
  identify(): Promise<void>; // asks the shop who is there
  want(): void; // from now on there has to be a conversation
  takeUp(): void; // joins the conversation of whoever is there
  watch(watched: boolean): void; // whether somebody looks at the thread
  tryNow(): void;
  loadOlder(): Promise<void>;
  stop(): void;
}

/** talk.js: what a shopper may do. */
export class Talk {
  say(text: string, final?: boolean): void; // final: nothing more follows, answer now
  show(about: About): void;
  click(message: Message, button: number): void;
  askHuman(): void;
  sendPicture(picture: Blob, text: string): void;
  retry(id: string): void;
  takeBack(id: string): string; // its text, to be written anew
  typing(): void;
  rate(score: number, factors: string[], comment: string): void;
  leave(): void;
}
/** talk.js: the file, or a smaller copy of one that is too big or of a kind that only the browser reads; null: no way. */
export function preparePicture(file: File): Promise<Blob | null>;

// ---- shared --------------------------------------------------------------------------------------------------------

/** shared/zh-cn.js. */
export function yuan(fen: unknown): string; // '¥1,129', '¥129.50'; '' when it is no amount
export function readMoment(value: unknown): Date | null; // ISO 8601
export function dayWords(moment: Date, now?: Date): string; // '今天', '昨天', '11月3日', '2025年11月3日'
export function momentWords(moment: Date, now?: Date): string; // '今天 14:20'
export function codeWords(code: unknown): string; // a status or type in Chinese; '' when it is not known

/** shared/dom.js. Options: `text` sets textContent, `onclick` and the like listen, the rest are attributes. */
export function el(tag: string, options?: Record<string, unknown>, ...children: (Node | string | null | false)[]): HTMLElement;
export function say(node: Node, text: string): void; // leaves a node alone that says it already: live regions stay silent
export function safeUrl(value: unknown, base?: string): string | null; // absolute http(s) without credentials in it
export function link(href: string, ...children: (Node | string)[]): HTMLAnchorElement; // the page's own address opens in place
export function richText(text: string): HTMLElement;
