/** What a shopper may do, each as one method: the views call nothing else. No DOM. */

import { newId, sendable } from './wire.js';
import { WORDS } from './strings.js';

const TYPING_EVERY_MS = 1_200;
const KINDS = ['image/jpeg', 'image/png', 'image/webp'];
const LIMIT_BYTES = 5 * 1024 * 1024;
const LONGEST_EDGE_PX = 2560;

export class Talk {
  #session;
  #pictures = new Map();
  #typedAt = 0;

  constructor(session) {
    this.#session = session;
  }

  say(text, final) {
    if (sendable(text)) this.#post({ type: 'send', text: sendable(text), final }, sendable(text));
  }

  show(about) {
    this.#post({ type: 'send', about });
  }

  click({ seq, buttons }, button) {
    const { conversation } = this.#session;
    if (conversation.usedButtons.has(seq)) return;
    conversation.clicked.set(seq, button);
    this.#post({ type: 'click', message_seq: seq, button }, buttons[button]);
  }

  askHuman() {
    if (!this.#session.delivery.carries('ask_human')) this.#post({ type: 'ask_human' }, WORDS.askHuman);
  }

  typing() {
    if (Date.now() - this.#typedAt > TYPING_EVERY_MS && this.#session.connection.send({ type: 'typing' })) this.#typedAt = Date.now();
  }

  rate(score, factors, comment) {
    this.#post({ type: 'rate', score, factors, comment: sendable(comment) || undefined });
  }

  setRating(rating) {
    this.#session.conversation.rating = rating;
    this.#session.changed();
  }

  leave() {
    this.#session.connection.send({ type: 'leave' });
    this.setRating('asked');
  }

  retry(id) {
    if (this.#pictures.has(id)) this.#upload(id);
    this.#session.delivery.retry(id);
    this.#session.connection.wake();
    this.#session.changed();
  }

  takeBack(id) {
    this.#pictures.delete(id);
    const text = this.#session.conversation.withdraw(id);
    this.#session.changed();
    return text;
  }

  sendPicture(picture, text) {
    const id = newId();
    this.#pictures.set(id, { picture, text: sendable(text), busy: false });
    this.#session.conversation.echo(id, { text: sendable(text), image: { url: URL.createObjectURL(picture) } });
    this.#session.want();
    this.uploadWaiting();
  }

  uploadWaiting() {
    for (const id of this.#pictures.keys()) this.#upload(id);
    this.#session.changed();
  }

  forget() {
    this.#pictures.clear();
  }

  #post({ type, ...fields }, words = '') {
    this.#session.want();
    this.#session.delivery.post({ type, id: newId(), ...fields }, words);
    this.#session.changed();
  }

  async #upload(id) {
    const { gateway, visitor, conversation, delivery } = this.#session;
    const waiting = this.#pictures.get(id);
    if (!visitor || waiting.busy) return;
    waiting.busy = true;
    conversation.amend(id, { status: 'sending', reason: '' });
    try {
      const uploadId = await gateway.upload(visitor.token, waiting.picture);
      if (!this.#pictures.delete(id)) return;
      delivery.post({ type: 'send', id, upload_id: uploadId, text: waiting.text || undefined }, waiting.text);
    } catch ({ passing, message }) {
      conversation.amend(id, { status: 'failed', reason: message, final: !passing });
      waiting.busy = false;
    }
    this.#session.changed();
  }
}

export async function preparePicture(file) {
  if (KINDS.includes(file.type) && file.size <= LIMIT_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_EDGE_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: bitmap.width * scale, height: bitmap.height * scale });
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const copy = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    return copy.size <= LIMIT_BYTES ? copy : null;
  } catch {
    return null;
  }
}
