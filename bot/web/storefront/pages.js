/** The shop's pages as nodes: catalogue, product, orders. They fetch nothing. */

import { button, el } from '../shared/dom.js';
import { codeWords, momentWords, readMoment, yuan } from '../shared/zh-cn.js';
import { openChat } from './chat.js';
import { WORDS } from './strings.js';

const FEW = 10;
const NO_PICTURE = '/static/storefront/img/default.svg';

/** @param {object[]} products @param {string} category '' for all */
export function cataloguePage(products, category) {
  const categories = [...new Set(products.map((product) => product.category))];
  const shown = category ? [category] : categories;
  const tab = (name, words) => el('a', {
    class: 'chip', href: name ? `#/c/${encodeURIComponent(name)}` : '#/', 'aria-current': name === category ? 'true' : null, text: words,
  });
  return [
    category ? null : hero(),
    el('nav', { class: 'chips', 'aria-label': '分类' }, tab('', WORDS.all), ...categories.map((name) => tab(name, name))),
    ...shown.map((name) => el('section', { class: 'shelf' },
      el('h2', { text: name }),
      el('ul', { class: 'grid' }, ...products.filter((product) => product.category === name).map(tile)))),
  ];
}

function hero() {
  return el('section', { class: 'hero' },
    el('div', {}, el('h1', { text: WORDS.heroTitle }), el('p', { text: WORDS.heroText }), button('primary', WORDS.ask, () => openChat())),
    el('img', { src: '/static/storefront/img/sofa.svg', alt: '', width: 220, height: 220 }));
}

function tile(product) {
  return el('li', {}, el('a', { class: 'tile', href: `#/p/${encodeURIComponent(product.sku)}` },
    picture(product), el('span', { class: 'tile-title', text: product.title }),
    el('span', { class: 'tile-foot' }, el('span', { class: 'price', text: yuan(product.price_fen) }), stock(product))));
}

function picture({ image }) {
  const node = el('img', { src: image || NO_PICTURE, alt: '', loading: 'lazy', width: 400, height: 400 });
  node.addEventListener('error', () => {
    node.src = NO_PICTURE;
  }, { once: true });
  return node;
}

function stock({ stock: count }) {
  if (!Number.isFinite(count)) return null;
  if (count <= 0) return el('span', { class: 'stock out', text: WORDS.soldOut });
  return el('span', { class: 'stock', text: count < FEW ? WORDS.fewLeft(count) : WORDS.inStock });
}

/** @param {object|undefined} product */
export function productPage(product) {
  const back = el('a', { class: 'back', href: '#/', text: `‹ ${WORDS.back}` });
  if (!product) return [back, el('p', { class: 'quiet', text: WORDS.noProduct })];
  const facts = { [WORDS.brand]: product.brand, ...product.attributes };
  return [back, el('article', { class: 'product' },
    el('div', { class: 'product-picture' }, picture(product)),
    el('div', {},
      el('p', { class: 'quiet', text: product.category }),
      el('h1', { text: product.title }),
      el('p', { class: 'product-price' }, el('span', { class: 'price', text: yuan(product.price_fen) }), stock(product)),
      button('primary', WORDS.askProduct, () => openChat({ sku: product.sku })),
      ...variantList(product.variants || []),
      el('h2', { text: WORDS.details }),
      el('dl', {}, ...Object.entries(facts).filter(([, value]) => value)
        .map(([name, value]) => el('div', {}, el('dt', { text: name }), el('dd', { text: String(value) })))))),
  ];
}

function variantList(variants) {
  if (variants.length === 0) return [];
  return [el('h2', { text: WORDS.variants }), el('ul', { class: 'variants' }, ...variants.map((variant) => el('li', {},
    el('span', { text: Object.values(variant.options || {}).join(' · ') || variant.sku }),
    el('span', { class: 'price', text: yuan(variant.price_fen) }), stock(variant))))];
}

/** @param {string} name of whoever is logged in, '' for a guest @param {object[]} orders */
export function ordersPage(name, orders) {
  const empty = name ? WORDS.noOrders : WORDS.guestOrders;
  return [
    el('h1', { class: 'title', text: name ? WORDS.ordersOf(name) : WORDS.orders }),
    ...(orders.length ? orders.map(orderCard) : [el('p', { class: 'quiet', text: empty })]),
  ];
}

function orderCard(order) {
  const placedAt = readMoment(order.placed_at);
  return el('article', { class: 'order' },
    el('header', {}, el('span', { class: 'quiet', text: `${WORDS.orderId} ${order.order_id}` }),
      el('span', { class: 'quiet', text: placedAt ? momentWords(placedAt) : '' }),
      el('strong', { class: `status status-${order.status}`, text: codeWords(order.status) })),
    el('ul', {}, ...order.items.map((item) => el('li', {},
      el('a', { href: item.page ? `#/p/${encodeURIComponent(item.page)}` : null, text: item.title }),
      el('span', { class: 'quiet', text: `×${item.quantity}` }),
      el('span', { class: 'quiet', text: yuan(item.price_fen) })))),
    el('footer', {}, el('span', {}, `${WORDS.total} `, el('span', { class: 'price', text: yuan(order.total_fen) })),
      button('secondary', WORDS.askOrder, () => openChat({ order_id: order.order_id }))));
}
