/** Questions in a modal dialog: a form from a list of fields. Resolves to what was filled in, or null when she left. */

import { button, el } from '../../shared/dom.js';
import { WORDS } from '../strings.js';
import { field, iconButton } from './parts.js';

const COMPOSING_KEY_CODE = 229;

/**
 * @param {{title: string, hint?: string, submit?: string, danger?: boolean, fields?: object[]}} question
 *   fields: `{name, words, kind: 'area'|'text'|'password'|'select'|'radios', options?: [value, words, group?][], required?, value?, placeholder?, pattern?, inputmode?}`
 * @returns {Promise<Record<string, string>|null>}
 */
export function ask({ title, hint, submit = WORDS.confirm, danger, fields = [] }) {
  return new Promise((done) => {
    const form = el('form', { method: 'dialog', class: 'ask' }, ...fields.map(build),
      el('footer', {}, button('plain', WORDS.cancel, () => dialog.close()), el('button', { class: danger ? 'primary danger' : 'primary', text: submit })));
    const dialog = modal(title, hint && el('p', { class: 'quiet', text: hint }), form);
    let given = null;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const filled = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
      if (!isWhole(form, fields, filled)) return;
      given = filled;
      dialog.close();
    });
    form.addEventListener('keydown', (event) => {
      const composes = event.isComposing || event.keyCode === COMPOSING_KEY_CODE;
      if (event.key === 'Enter' && event.target.tagName === 'TEXTAREA' && (event.ctrlKey || event.metaKey) && !composes) form.requestSubmit();
    });
    dialog.addEventListener('close', () => done(given));
    (form.querySelector('input, textarea, select') || form.querySelector('.primary')).focus();
  });
}

/** A modal dialog that removes itself when it closes. @param {string} title @param {...(Node|false)} children @returns {HTMLDialogElement} */
export function modal(title, ...children) {
  const before = document.activeElement;
  const dialog = el('dialog', { 'aria-label': title },
    el('header', {}, el('h2', { text: title }), iconButton('close', WORDS.close, () => dialog.close())), ...children);
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  // A search field would take the key to empty itself.
  dialog.addEventListener('keydown', (event) => event.key === 'Escape' && !event.isComposing && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Hears these events of `target` for as long as the dialog is open. */
export function whileOpen(dialog, target, names, act) {
  for (const name of names) {
    target.addEventListener(name, act);
    dialog.addEventListener('close', () => target.removeEventListener(name, act));
  }
}

// `required` lets blanks pass that the server would refuse.
function isWhole(form, fields, given) {
  const blank = fields.find(({ name, required }) => required && !given[name]);
  if (!blank) return true;
  const input = form.elements[blank.name];
  input.setCustomValidity?.(WORDS.required);
  input.reportValidity?.();
  input.addEventListener?.('input', () => input.setCustomValidity(''), { once: true });
  return false;
}

function build({ name, words, kind = 'text', options = [], required, value = '', placeholder, limit = 500, pattern, inputmode }) {
  const common = { name, placeholder, required, pattern, inputmode };
  if (kind === 'radios') return radios(name, words, options, value);
  if (kind === 'select') return field(words, withGroups(el('select', common), options, value));
  if (kind === 'area') return field(words, el('textarea', { ...common, rows: '3', maxlength: limit, text: value }));
  return field(words, el('input', { ...common, type: kind, value, maxlength: limit }));
}

function radios(name, words, options, value) {
  return el('fieldset', { class: 'radios' }, el('legend', { text: words }), ...options.map(([option, said]) =>
    el('label', {}, el('input', { type: 'radio', name, value: option, checked: option === value }), el('span', { text: said }))));
}

function withGroups(select, options, value) {
  const groups = new Map();
  for (const [option, said, group] of options) {
    const node = el('option', { value: option, text: said, selected: option === value });
    if (!group) select.append(node);
    else if (groups.has(group)) groups.get(group).append(node);
    else groups.set(group, select.appendChild(el('optgroup', { label: group }, node)));
  }
  return select;
}
