/** How figures are said: people, shares, times, and what changed. Pure. */

import { WORDS } from './strings.js';

const rounded = (number, digits = 1) => Number(number.toFixed(digits));

/** @param {{counts: string}} figure @param {number|null} value @returns {string} */
export function valueWords({ counts }, value) {
  if (!Number.isFinite(value)) return WORDS.none;
  if (counts === 'people') return WORDS.people(value);
  if (counts !== 'mean') return `${rounded(value * 100)}%`;
  if (value < 120) return WORDS.seconds(rounded(value));
  return value < 7_200 ? WORDS.minutes(rounded(value / 60)) : WORDS.hours(rounded(value / 3_600));
}

/** @returns {{arrow: string, kind: 'good'|'bad'|''}|null} null when there is nothing to compare */
export function change({ better, value, before }) {
  if (!Number.isFinite(value) || !Number.isFinite(before)) return null;
  if (value === before) return { arrow: '', kind: '' };
  const rose = value > before;
  const kind = better === 'none' ? '' : (rose === (better === 'more')) ? 'good' : 'bad';
  return { arrow: rose ? '↑' : '↓', kind };
}

/** At most five sentences, the worst first: what was left unsolved more often, where shoppers left, what is asked more.
 * @returns {{list: string, key: string, text: string}[]} */
export function reasons({ unsolved, given_up: givenUp, wishes }) {
  const grown = (rows) => rows.map((row) => ({ ...row, more: row.count - row.before }));
  const rose = grown(unsolved).filter(({ more }) => more > 0).sort((left, right) => right.more - left.more).slice(0, 2);
  const fell = grown(unsolved).filter(({ more }) => more < 0).sort((left, right) => left.more - right.more).slice(0, 1);
  const asked = grown(wishes).filter(({ more, before }) => before > 0 && more > before * 0.2).sort((left, right) => right.more - left.more).slice(0, 1);
  return [
    ...rose.map(({ key, title, count, more }) => ({ list: 'unsolved', key, text: WORDS.unsolvedRose(title, count, more) })),
    ...givenUp.slice(0, 1).map(({ key, title, count }) => ({ list: 'given_up', key, text: WORDS.givenUpAt(title, count) })),
    ...asked.map(({ key, title, count, more }) => ({ list: 'wishes', key, text: WORDS.wishRose(title, count, more) })),
    ...fell.map(({ key, title, count, more }) => ({ list: 'unsolved', key, text: WORDS.unsolvedFell(title, count, -more) })),
  ];
}
