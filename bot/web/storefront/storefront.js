/** The demo shop: which page the address asks for, and who is logged in. */

import { button, el } from '../shared/dom.js';
import { tellTimesIn } from '../shared/zh-cn.js';
import { handOver, handOverProduct, sayIdentityChanged } from './chat.js';
import { cataloguePage, ordersPage, productPage } from './pages.js';
import { customers, logIn, orders, products, whoIsLoggedIn, zoneOfShop } from './shop-api.js';
import { WORDS } from './strings.js';

const main = document.querySelector('#main');
const account = document.querySelector('#account');
const shop = { products: [], orders: [], customers: [] };
let moved = false;

const nameOfCustomer = () => (shop.customers.find(({ customer_id: id }) => id === account.value) || { name: '' }).name;

// An order names a variant; its picture and its page are the product's.
function withProduct(item) {
  const product = shop.products.find(({ sku, variants = [] }) => sku === item.sku || variants.some((each) => each.sku === item.sku));
  return { ...item, image: product && product.image, page: product ? product.sku : '' };
}

function showPage() {
  const [, kind = '', wanted = ''] = window.location.hash.split('/').map(decodePart);
  const product = kind === 'p' ? shop.products.find(({ sku }) => sku === wanted) : undefined;
  handOverProduct(product ? product.sku : '');
  if (kind === 'p') show(product ? product.title : '', productPage(product));
  else if (kind === 'orders') show(WORDS.orders, ordersPage(nameOfCustomer(), shop.orders));
  else show(kind === 'c' ? wanted : '', cataloguePage(shop.products, kind === 'c' ? wanted : ''));
}

function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function show(title, nodes) {
  document.title = title ? `${title} · ${WORDS.shop}` : WORDS.shop;
  main.replaceChildren(...nodes.filter(Boolean));
  if (!moved) return;
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

async function knowOrders() {
  const known = account.value ? await orders() : [];
  shop.orders = known.map((order) => ({ ...order, items: order.items.map(withProduct) }));
  handOver({ orders: shop.orders });
}

async function switchTo(customerId) {
  account.disabled = true;
  try {
    await logIn(customerId || null);
    sayIdentityChanged();
    await knowOrders();
    showPage();
  } catch {
    sayFailed();
  }
  account.disabled = false;
}

function sayFailed() {
  main.replaceChildren(el('div', { class: 'failed' }, el('p', { text: WORDS.failed }), button('primary', WORDS.again, () => window.location.reload())));
}

// Closed until it lists everybody: whoever opens it sooner would find nobody but the guest.
async function fillAccount() {
  const [who, known] = await Promise.all([whoIsLoggedIn(), customers()]);
  shop.customers = known;
  account.append(...known.map(({ customer_id: value, name, orders_open: open }) => el('option', { value, text: WORDS.customer(name, open) })));
  account.value = who || '';
}

async function begin() {
  const [zone, found] = await Promise.all([zoneOfShop(), products(), fillAccount()]);
  if (zone) tellTimesIn(zone);
  shop.products = found;
  account.disabled = false;
  handOver({ products: shop.products });
  await knowOrders();
  showPage();
  moved = true;
}

window.addEventListener('hashchange', showPage);
account.addEventListener('change', () => switchTo(account.value));
begin().catch(sayFailed);
