/** Builds DOM nodes. Text goes in as text and addresses are checked: nothing here parses markup, nor may start to. */

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

export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function safeUrl(value, base) {
  try {
    const url = new URL(value, base);
    return value && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

export function link(href, ...children) {
  const target = new URL(href).origin === location.origin ? null : '_blank';
  return el('a', { href, target, rel: 'noopener noreferrer nofollow' }, ...children);
}

// Chinese text runs on without a space, so a link ends where its alphabet does.
const LINK = /(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*[\w\-~/#@$&*+=%])/i;

export function richText(text) {
  const runs = text.split(LINK).map((run, index) => {
    const href = index % 2 ? safeUrl(run) : null;
    return href ? link(href, run) : run;
  });
  return el('p', { class: 'text', dir: 'auto' }, ...runs);
}

// Line icons on a 24-unit grid, drawn for this project. They are decoration: the words stand beside them.
const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  chat: 'M4 11.5C4 7.4 7.6 4 12 4s8 3.4 8 7.5-3.6 7.5-8 7.5l-3-.4L5 20l1-3.4c-1.3-1.3-2-3.1-2-5ZM8.5 11.5h.01M12 11.5h.01M15.5 11.5h.01',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 9l6 6 6-6',
  image: 'M5 5h14v14H5ZM5 17l4-4.5 3 3 2.5-2.5 4.5 4.5M15.5 9h.01',
  bag: 'M6 8h12l1 12H5ZM9 10V7a3 3 0 0 1 6 0v3',
  order: 'M6 4h12v16l-3-2-3 2-3-2-3 2ZM9.5 9h5M9.5 13h5',
  person: 'M12 12.5a3.8 3.8 0 1 0 0-7.5 3.8 3.8 0 0 0 0 7.5ZM5 20c.6-3.2 3.5-5 7-5s6.4 1.8 7 5',
  send: 'M4 12 20 4.5 15 20l-3.5-6.5ZM11.5 13.5 20 4.5',
  star: 'M12 4.3l2.3 4.9 5.2.7-3.8 3.7.9 5.3-4.6-2.6-4.6 2.6.9-5.3L4.5 9.9l5.2-.7Z',
  leave: 'M13 5H5v14h8M10 12h10M16.5 8.5 20 12l-3.5 3.5',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
