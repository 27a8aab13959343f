/** Tickets: as they stand in the side panel, and what may be done with one. */

import { button, el } from '../../shared/dom.js';
import { isRecord, list } from '../../widget/wire.js';
import { isDueSoon, isOverdue } from '../model/due.js';
import { WORDS } from '../strings.js';
import { ask } from './ask.js';
import { fact } from './orders.js';
import { chip, topicWords, when } from './parts.js';

export function ticketNodes({ tickets, id }, { session, reveals }) {
  return tickets.map((ticket) => ticketCard(ticket, session, reveals && ((masked) => reveals.value(id, 'contact', ticket.ticket_id, masked))));
}
ticketNodes.count = ({ tickets }) => tickets.length;

/** @param {object} ticket @param {(masked: string) => Node|null} [contact] */
export function ticketCard(ticket, session, contact = (masked) => masked) {
  const mine = ticket.assignee === session.desk.me?.name;
  const change = (words, what) => button('plain', words, () => session.records.changeTicket(ticket.ticket_id, what));
  return el('article', { class: 'box' },
    el('p', { class: 'line' }, el('b', { class: 'grow', text: topicWords(ticket) }), chip(WORDS.ticketStatus[ticket.status], `status-${ticket.status}`)),
    attentionChip(ticket) && el('p', { class: 'line' }, attentionChip(ticket)),
    ticket.text && el('p', { text: ticket.text, dir: 'auto' }),
    el('dl', { class: 'facts' }, fact(WORDS.opened, when(ticket.opened_at)), fact(WORDS.contact, contact(ticket.contact)), fact(WORDS.order, ticket.order_id),
      fact(WORDS.assignee, ticket.assignee), fact(WORDS.brief, ticket.summary), fact(WORDS.photos, list(ticket.complaint?.evidence).length || ''),
      fact(WORDS.broken, ticket.complaint?.misses || '')),
    ticket.complaint?.draft && el('div', { class: 'promise' }, el('p', { class: 'quiet small', text: WORDS.draft }), el('p', { text: ticket.complaint.draft, dir: 'auto' }),
      button('primary', WORDS.approveDraft, () => approveDraft(ticket, session))),
    ...list(ticket.promises).filter(isRecord).map((promise) => promiseLine(promise, session)),
    ticket.status !== 'settled' && el('div', { class: 'box-acts' },
      button('plain', WORDS.addNote, () => addNote(ticket, session)),
      !mine && change(WORDS.takeTicket, { assignee: session.desk.me?.name, status: 'doing' }),
      button('primary', WORDS.settle, () => session.records.changeTicket(ticket.ticket_id, { status: 'settled' }))));
}

/** @param {object} promise @returns {HTMLElement} */
export function promiseLine(promise, session) {
  const late = isOverdue(promise);
  return el('div', { class: 'promise' }, el('p', { text: promise.what }),
    el('p', { class: 'line' }, el('span', { class: `grow small ${late ? 'bad' : 'quiet'}`, text: WORDS.due(when(promise.due_at)) + (late ? ` · ${WORDS.overdue}` : '') }), isDueSoon(promise) && chip(WORDS.dueSoonTicket, 'mood-upset'),
      promise.state === 'kept' ? chip(WORDS.promiseState.kept, 'status-settled')
        : button('link-button', WORDS.markKept, () => session.records.keepPromise(promise.promise_id))));
}

/** Why somebody must look at it, or nothing. */
export function attentionChip(ticket) {
  const words = WORDS.attention[ticket.complaint?.attention];
  return words ? chip(words, 'bad') : null;
}

async function approveDraft(ticket, session) {
  const given = await ask({
    title: WORDS.approveDraft, submit: WORDS.approveDraft,
    fields: [{ name: 'text', words: WORDS.draft, kind: 'area', value: ticket.complaint.draft, required: true, limit: 2000 }],
  });
  if (given) await session.records.changeTicket(ticket.ticket_id, { approve: given.text });
}

async function addNote(ticket, session) {
  const given = await ask({
    title: WORDS.ticketNote, submit: WORDS.addNote,
    fields: [{ name: 'note', words: WORDS.ticketNote, kind: 'area', placeholder: WORDS.ticketNoteHint, required: true, limit: 2000 }],
  });
  if (given) await session.records.changeTicket(ticket.ticket_id, { note: given.note });
}
