/** The mood curve: one point per message of hers, from calm (below) to angry (above). Drawn as SVG with attributes only. */

import { WORDS } from '../strings.js';

const SVG = 'http://www.w3.org/2000/svg';
const LEVELS = ['calm', 'anxious', 'upset', 'angry'];
const [WIDTH, HEIGHT, EDGE] = [220, 44, 6];
const MOST = 40;

function node(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {{seq: number, emotion: string}[]} mood @param {(seq: number) => void} toMessage @returns {SVGElement} */
export function moodCurve(mood, toMessage) {
  const shown = mood.slice(-MOST);
  const step = (WIDTH - 2 * EDGE) / Math.max(1, shown.length - 1);
  const points = shown.map(({ seq, emotion }, index) => {
    const level = Math.max(0, LEVELS.indexOf(emotion));
    return { seq, emotion: LEVELS[level], x: EDGE + index * step, y: HEIGHT - EDGE - (level * (HEIGHT - 2 * EDGE)) / 3 };
  });
  const said = points.map(({ emotion }) => WORDS.emotions[emotion]).filter((word, at, all) => word !== all[at - 1]).join('→');
  const dots = points.map(({ seq, emotion, x, y }) => {
    const dot = node('circle', { cx: x, cy: y, r: 3, class: `dot mood-${emotion}` });
    dot.addEventListener('click', () => toMessage(seq));
    return dot;
  });
  const path = node('polyline', { points: points.map(({ x, y }) => `${x},${y}`).join(' '), class: 'mood-line' });
  return node('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'mood-curve', role: 'img', 'aria-label': WORDS.moodCurve(said) }, path, ...dots);
}
