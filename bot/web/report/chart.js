/** Bars over days, weeks, topics or agents, as SVG. The table below says the same to who cannot see it. */

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [760, 240, 8, 28, 22];
const MOST = 62;

function node(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** @param {{label: string, value: number|null, words: string}[]} bars the last 62 are drawn @param {string} title @returns {SVGElement} */
export function chart(bars, title) {
  const shown = bars.slice(-MOST);
  const svg = node('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title, class: 'chart' });
  const most = Math.max(...shown.map(({ value }) => value || 0), 0) || 1;
  const step = (WIDTH - 2 * LEFT) / Math.max(shown.length, 1);
  const wide = Math.min(step * 0.7, 46);
  const everyLabel = Math.ceil(shown.length / 12);
  const floor = HEIGHT - BOTTOM;
  svg.append(node('line', { x1: LEFT, x2: WIDTH - LEFT, y1: floor, y2: floor, class: 'axis' }));
  shown.forEach(({ label, value, words }, place) => {
    const middle = LEFT + step * (place + 0.5);
    const height = Number.isFinite(value) ? Math.max((value / most) * (floor - TOP), value ? 2 : 0) : 0;
    const bar = node('rect', { x: middle - wide / 2, y: floor - height, width: wide, height, rx: Math.min(4, wide / 3), class: 'bar' });
    bar.append(node('title', {}, `${label} ${words}`));
    svg.append(bar);
    if (step > 44) svg.append(node('text', { x: middle, y: floor - height - 6, class: 'value' }, words));
    if (place % everyLabel === 0) svg.append(node('text', { x: middle, y: HEIGHT - 9, class: 'label' }, label));
  });
  return svg;
}
