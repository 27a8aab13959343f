/** What the demo shop's pages ask its server. Failures are thrown: the page says what to do. */

async function ask(path, options) {
  const response = await fetch(`/api/v1/demo/${path}`, { credentials: 'same-origin', ...options });
  if (response.status === 401 || response.status === 204) return null;
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** @returns {Promise<string>} the shop's time zone; empty where it is not told */
export const zoneOfShop = async () => ((await ask('shop')) || {}).timezone || '';

/** @returns {Promise<{sku: string, title: string, category: string, brand: string, price_fen: number, stock: number, image: string}[]>} */
export const products = async () => (await ask('products')) || [];

/** @returns {Promise<{customer_id: string, name: string, orders_open: number}[]>} */
export const customers = async () => (await ask('customers')) || [];

/** @returns {Promise<{order_id: string, status: string, placed_at: string, total_fen: number, items: object[]}[]>} of whoever is logged in */
export const orders = async () => (await ask('orders')) || [];

/** @returns {Promise<string|null>} the customer who is logged in */
export async function whoIsLoggedIn() {
  const answer = await ask('identity');
  return (answer && answer.customer_id) || null;
}

/** @param {string|null} customerId null: as a guest */
export async function logIn(customerId) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ customer_id: customerId }) };
  const response = await fetch('/api/v1/demo/login', { credentials: 'same-origin', ...options });
  if (!response.ok) throw new Error(`login: ${response.status}`);
}
