/** Builds DOM nodes. Text goes in as text and addresses are checked: nothing here parses markup, nor may start to. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [options] `text` sets textContent, `onclick` and the like listen, the rest are attributes
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export const button = (className, text, onclick, more) => el('button', { type: 'button', class: className, text, onclick, ...more });

export function show(node, visible) {
  node.hidden = !visible;
}

/** Leaves a node alone that says it already, so that live regions stay silent. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @returns {string|null} an absolute http(s) address without credentials in it, else null */
export function safeUrl(value, base) {
  try {
    const url = new URL(value, base);
    return value && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** @param {string} href from `safeUrl`; the page's own addresses open in place, so that the chat stays */
export function link(href, ...children) {
  const target = new URL(href).origin === location.origin ? null : '_blank';
  return el('a', { href, target, rel: 'noopener noreferrer nofollow' }, ...children);
}

// Chinese text runs on without a space, so a link ends where its alphabet does.
const LINK = /(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*[\w\-~/#@$&*+=%])/i;

/** @param {string} text @returns {HTMLElement} a paragraph with its line breaks, its own writing direction, and links */
export function richText(text) {
  const runs = text.split(LINK).map((run, index) => {
    const href = index % 2 ? safeUrl(run) : null;
    return href ? link(href, run) : run;
  });
  return el('p', { class: 'text', dir: 'auto' }, ...runs);
}
