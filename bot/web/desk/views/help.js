/** The sheet of shortcuts. What each key does stands in keys.js. */

import { el } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { modal } from './ask.js';

const SHEET = {
  list: [['Alt N', 'next'], ['Alt 1…7', 'lists'], ['Alt ↓ 或 Alt J', 'down'], ['Alt ↑ 或 Alt K', 'up'], ['Alt L', 'filter']],
  chat: [['Alt T', 'transfer'], ['Alt B', 'handBack'], ['Alt R', 'resolve'], ['Alt M', 'note'], ['Alt I', 'side']],
  write: [['Enter', 'enter'], ['Shift Enter', 'newline'], ['/', 'canned'], ['Alt G', 'suggest'], ['Alt W', 'knowledge'], ['Alt O', 'card'], ['Alt P', 'picture'], ['Alt C', 'focus']],
  page: [['Alt S', 'online'], ['? 或 Alt /', 'help'], ['Esc', 'escape']],
};

export function showHelp() {
  const groups = Object.entries(SHEET).map(([group, rows]) => el('section', {}, el('h3', { text: WORDS.helpGroups[group] }),
    el('dl', {}, ...rows.map(([keys, act]) => el('div', {}, el('dt', {}, ...caps(keys)), el('dd', { text: WORDS.keys[act] }))))));
  const dialog = modal(WORDS.helpTitle, el('div', { class: 'help' }, ...groups));
  dialog.classList.add('wide');
}

const caps = (keys) => keys.split(' ').map((key) => (key === '或' ? ' 或 ' : el('kbd', { text: key })));
