/** The one place where the shop's pages meet the chat: what they hand over, and opening it. */

const tag = document.querySelector('script[src$="/widget.js"]');

const ready = customElements.whenDefined('xiaonuan-chat').then(() => document.querySelector('xiaonuan-chat'));

/** @param {string} sku of the product that is shown; '' when none is */
export function handOverProduct(sku) {
  if (sku) tag.dataset.sku = sku;
  else delete tag.dataset.sku;
}

/** @param {{products?: object[], orders?: object[]}} known */
export async function handOver(known) {
  Object.assign(await ready, known);
}

/** @param {{sku: string}|{order_id: string}} [about] */
export async function openChat(about) {
  (await ready).open(about);
}

export function sayIdentityChanged() {
  window.dispatchEvent(new Event('xiaonuan:identity-changed'));
}
