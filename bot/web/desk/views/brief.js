/** The brief: who, what she wants, what was tried and promised, how her mood went. Each statement leads to where it stands. */

import { button, el } from '../../shared/dom.js';
import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { moodCurve } from './mood.js';

const ONES = ['who', 'wish', 'matter', 'order'];
const MANY = ['facts', 'tried', 'promised', 'before'];

export function briefNodes({ brief }, { toMessage }) {
  const rows = [
    ...ONES.filter((name) => brief?.[name]).map((name) => [name, [brief[name]]]),
    ...MANY.map((name) => [name, list(brief?.[name])]),
  ].filter(([, statements]) => statements.length);
  const mood = list(brief?.mood).filter(isRecord);
  if (!rows.length && !mood.length) return [el('p', { class: 'quiet', text: WORDS.noBrief })];
  return [
    el('dl', { class: 'facts' }, ...rows.map(([name, statements]) => el('div', { class: `fact fact-${name}` },
      el('dt', { text: WORDS[name] }), ...statements.filter(isRecord).map((each) => el('dd', {}, statement(each, toMessage)))))),
    mood.length > 1 && el('div', { class: 'mood' }, el('span', { class: 'quiet', text: WORDS.mood }), moodCurve(mood, toMessage)),
  ];
}
briefNodes.count = () => undefined;

function statement({ text, source }, toMessage) {
  if (source?.kind !== 'message') return el('span', { text, dir: 'auto' });
  return button('statement', text, () => toMessage(source.ref), { title: `${text}\n${WORDS.toSource}` });
}
