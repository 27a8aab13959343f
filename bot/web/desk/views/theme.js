/** Light, dark, or as the system has it: an attribute of the page, kept in this browser. */

import { shelf } from '../model/shelf.js';

const ORDER = ['auto', 'light', 'dark'];

export class Theme {
  value = ORDER.includes(shelf.preference('theme', 'auto')) ? shelf.preference('theme', 'auto') : 'auto';

  apply() {
    document.documentElement.dataset.theme = this.value;
  }

  next() {
    this.value = ORDER[(ORDER.indexOf(this.value) + 1) % ORDER.length];
    shelf.prefer('theme', this.value);
    this.apply();
  }
}
