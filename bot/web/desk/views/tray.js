/** Pictures that she chose, pasted or dropped and has not sent yet. */

import { el } from '../../shared/dom.js';
import { preparePicture } from '../../widget/talk.js';
import { WORDS } from '../strings.js';
import { iconButton } from './parts.js';

export class Tray {
  #refuse;
  #changed;
  #held = new Map();
  #file = el('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true, 'aria-label': WORDS.picture });
  root = el('div', { class: 'tray' }, this.#file);

  constructor(refuse, changed) {
    this.#refuse = refuse;
    this.#changed = changed;
    this.#file.addEventListener('change', () => {
      this.#add([...this.#file.files]);
      this.#file.value = '';
    });
  }

  get pictures() {
    return [...this.#held.keys()];
  }

  get size() {
    return this.#held.size;
  }

  pick() {
    this.#file.click();
  }

  take(event, transfer) {
    const pictures = [...(transfer?.files || [])].filter(({ type }) => type.startsWith('image/'));
    if (!pictures.length) return;
    event.preventDefault();
    this.#add(pictures);
  }

  clear() {
    this.pictures.forEach((picture) => this.#letGo(picture));
  }

  async #add(files) {
    for (const file of files) {
      const picture = await preparePicture(file);
      if (picture) this.#hold(picture);
      else this.#refuse(WORDS.pictureFault);
    }
  }

  #hold(picture) {
    const src = URL.createObjectURL(picture);
    const node = el('div', { class: 'held' }, el('img', { src, alt: WORDS.picture }), iconButton('close', WORDS.removePicture, () => this.#letGo(picture)));
    this.#held.set(picture, { node, src });
    this.root.append(node);
    this.#changed();
  }

  #letGo(picture) {
    const { node, src } = this.#held.get(picture);
    node.remove();
    URL.revokeObjectURL(src);
    this.#held.delete(picture);
    this.#changed();
  }
}
