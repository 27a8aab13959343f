/** Small pieces that several views are made of: glyphs, chips, elapsed times, set-once attributes. Text goes in as text only. */

import { el } from '../../shared/dom.js';
import { codeWords, momentWords, readMoment } from '../../shared/zh-cn.js';
import { WORDS } from '../strings.js';

// Line icons on a 24-unit grid, drawn for this project. They are decoration: a word or a label stands with each.
const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  waiting: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 2',
  mine: 'M4 11.5C4 7.4 7.6 4 12 4s8 3.4 8 7.5-3.6 7.5-8 7.5l-3-.4L5 20l1-3.4c-1.3-1.3-2-3.1-2-5ZM8.5 11.5h.01M12 11.5h.01M15.5 11.5h.01',
  all: 'M5 6h14M5 12h14M5 18h14',
  tickets: 'M6 4h9l3 3v13H6ZM9 11h6M9 15h6M15 4v3h3',
  proposals: 'M12 3.5 19 6v5.5c0 4.2-2.9 7.2-7 9-4.1-1.8-7-4.8-7-9V6ZM9 11.8l2.2 2.2 4-4.2',
  promises: 'M6 5h12v15H6ZM9 3v4M15 3v4M9 13l2 2 4-4',
  wall: 'M4 19V9M9.3 19V5M14.6 19v-7M20 19V8',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4',
  mute: 'M6 16.5V11a6 6 0 0 1 9-5.2M18 11v5.5l1.5 1.5H7M10 20.5h4M4 4l16 16',
  theme: 'M12 4a8 8 0 1 0 0 16ZM12 4a8 8 0 0 1 0 16',
  keys: 'M3.5 7h17v10h-17ZM7 10.5h.01M10.3 10.5h.01M13.6 10.5h.01M17 10.5h.01M8.5 13.8h7',
  out: 'M13 5H5v14h8M10 12h10M16.5 8.5 20 12l-3.5 3.5',
  lock: 'M6 11h12v9H6ZM9 11V8a3 3 0 0 1 6 0v3',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM15.5 15.5 20 20',
  refresh: 'M19 12a7 7 0 1 1-2.2-5.1M19 4.5V8h-3.5',
  transfer: 'M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5',
  back: 'M9.5 7 5 11.5 9.5 16M5 11.5h9a5 5 0 0 1 5 5V18',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  block: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM6.5 6.5l11 11',
  note: 'M5 5h14v9l-5 5H5ZM14 19v-5h5',
  canned: 'M13 3 6 13.5h5L10 21l7-10.5h-5Z',
  idea: 'M12 4a5.5 5.5 0 0 0-3 10v2.5h6V14a5.5 5.5 0 0 0-3-10ZM10 20h4',
  book: 'M5 5h6.5v14H5ZM12.5 5H19v14h-6.5Z',
  card: 'M4 6h16v12H4ZM4 10h16M7 14.5h4',
  image: 'M5 5h14v14H5ZM5 17l4-4.5 3 3 2.5-2.5 4.5 4.5M15.5 9h.01',
  send: 'M4 12 20 4.5 15 20l-3.5-6.5ZM11.5 13.5 20 4.5',
  eye: 'M3 12c2.2-4 5.3-6 9-6s6.8 2 9 6c-2.2 4-5.3 6-9 6s-6.8-2-9-6ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  side: 'M4 5h16v14H4ZM14.5 5v14',
  plus: 'M12 5v14M5 12h14',
};

export function glyph(name) {
  const [svg, path] = [document.createElementNS(SVG, 'svg'), document.createElementNS(SVG, 'path')];
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** @param {string} name @param {string} words @param {() => void} act @param {object} [more] @returns {HTMLButtonElement} */
export function tool(name, words, act, more = {}) {
  return el('button', { type: 'button', class: 'tool', onclick: act, title: words, ...more }, glyph(name), el('span', { text: words }));
}

/** A button that shows only its glyph; its words are its name and its hint. */
export function iconButton(name, words, act, more = {}) {
  return el('button', { type: 'button', class: 'icon-button', onclick: act, title: words, 'aria-label': words, ...more }, glyph(name));
}

export const chip = (text, kind = '') => (text ? el('span', { class: `chip ${kind}`, text }) : null);

export const emotionChip = (emotion) => (emotion && emotion !== 'calm' ? chip(WORDS.emotions[emotion] || emotion, `mood-${emotion}`) : null);

export const elapsed = (since, warn) => el('xiaonuan-elapsed', { since, warn });

export const nameOf = (chat) => chat?.customer_name || WORDS.guest;

export const when = (value) => (readMoment(value) ? momentWords(readMoment(value)) : '');

/** Puts new children in only when what they are made of has changed. @returns {(node: Element, given: unknown, build: () => Node[]) => void} */
export function onceEach() {
  const known = new WeakMap();
  return (node, given, build) => {
    const signature = JSON.stringify(given);
    if (known.get(node) === signature) return;
    known.set(node, signature);
    node.replaceChildren(...build().filter(Boolean));
  };
}

export const field = (words, input) => el('label', { class: 'field' }, el('span', { text: words }), input);

export const chosen = (items, value, words = (each) => each) =>
  items.map((each) => el('option', { value: each, text: words(each), selected: each === value }));

/** What a ticket is about, in words, whatever code it was opened under. */
export function topicWords({ topic }) {
  return WORDS.wishes[topic] || WORDS.topics[topic] || codeWords(topic) || WORDS.otherTopic;
}
