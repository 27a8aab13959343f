/** The shapes that travel between the widget's modules. For readers and editors; no browser loads this file. */

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
