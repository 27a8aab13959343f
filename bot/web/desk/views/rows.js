/** The rows of the lists on the left: a chat, a ticket, a proposal, a promise. Each is `{root, update(item)}`. */

import { el } from '../../shared/dom.js';
import { yuan } from '../../shared/zh-cn.js';
import { list } from '../../widget/wire.js';
import { isDueSoon, isOverdue, minutesLeft } from '../model/due.js';
import { WORDS } from '../strings.js';
import { chip, elapsed, emotionChip, nameOf, onceEach, topicWords, when } from './parts.js';

export const REPLY_WITHIN_S = 180;

function row(className, given, build) {
  const root = el('div', { class: className });
  const put = onceEach();
  return { root, update: (item) => put(root, given(item), () => build(item)) };
}

const line = (...parts) => el('div', { class: 'line' }, ...parts);
const grow = (text, className = '') => el('span', { class: `grow ${className}`, text, dir: 'auto' });
const badge = (count) => (count > 0 ? el('span', { class: 'badge-count', text: count > 99 ? '99+' : count, 'aria-label': WORDS.unread(count) }) : null);

const lastWords = ({ last }) => {
  const who = { bot: `${WORDS.bot}：`, agent: `${WORDS.person}：` }[last?.role] || '';
  return last ? who + (last.text || WORDS.noText) : '';
};

/** @param {import('../model/desk.js').Desk} desk */
export function chatRow(desk) {
  const given = (chat) => [chat, desk.me?.name];
  const made = row('chat-row', given, (chat) => [
    el('i', { class: `mood-bar mood-${chat.emotion}` }),
    line(grow(nameOf(chat), 'name'), chip(WORDS.classes[chat.customer_class], `class-${chat.customer_class}`), emotionChip(chat.emotion), timeOf(chat, desk)),
    line(grow([chat.wish, chat.reason].filter(Boolean).join(' · ') || desk.skillTitle(chat.skill) || WORDS.noMatter, 'wish'), standing(chat, desk)),
    line(grow(lastWords(chat), 'quiet'), desk.holds(chat.conversation_id) && badge(chat.unread)),
  ]);
  return made;
}

function timeOf(chat, desk) {
  if (chat.state === 'waiting') return elapsed(chat.waiting_since, REPLY_WITHIN_S);
  if (desk.holds(chat.conversation_id)) {
    return chat.last?.role === 'shopper' ? el('span', { class: 'due', title: WORDS.replyDue }, elapsed(chat.last.at, REPLY_WITHIN_S)) : null;
  }
  return el('span', { class: 'quiet small', text: when(chat.last?.at || chat.ended_at) });
}

function standing(chat, desk) {
  if (chat.state === 'waiting') {
    if (chat.offered_to && chat.offered_to !== desk.me?.name) return el('span', { class: 'quiet small', text: WORDS.offeredTo(chat.offered_to) });
    return chat.second_contact ? chip(WORDS.secondContact, 'outline') : null;
  }
  if (desk.holds(chat.conversation_id)) return null;
  return el('span', { class: 'quiet small', text: chat.holder === 'agent' ? chat.agent || WORDS.holders.agent : WORDS.states[chat.state] || WORDS.holders[chat.holder] || '' });
}

export function ticketRow() {
  const pressing = ({ promises }) => list(promises).filter((each) => isOverdue(each) || isDueSoon(each));
  return row('record-row', (ticket) => [ticket, pressing(ticket).length], (ticket) => [
    line(grow(topicWords(ticket), 'name'), chip(WORDS.attention[ticket.complaint?.attention], 'bad'), chip(WORDS.ticketStatus[ticket.status], `status-${ticket.status}`)),
    line(grow(ticket.text || '', 'quiet'), pressing(ticket).some(isOverdue) ? chip(WORDS.overdue, 'mood-angry') : pressing(ticket).length > 0 && chip(WORDS.dueSoonTicket, 'mood-upset')),
    line(grow(ticket.assignee || WORDS.none, 'quiet small'), el('span', { class: 'quiet small', text: when(ticket.opened_at) })),
  ]);
}

export function proposalRow() {
  return row('record-row', (proposal) => proposal, (proposal) => [
    line(grow(WORDS.kinds[proposal.kind] || proposal.kind, 'name'), el('strong', { class: 'price', text: yuan(proposal.amount_fen) })),
    line(grow(proposal.reason || '', 'quiet')),
    line(grow(proposal.order_id ? `${WORDS.order} ${proposal.order_id}` : '', 'quiet small'),
      proposal.state === 'open' ? elapsed(proposal.made_at) : chip(WORDS.proposalState[proposal.state], `status-${proposal.state}`)),
  ]);
}

export function promiseRow() {
  return row('record-row', (promise) => [promise, isOverdue(promise), isDueSoon(promise) && minutesLeft(promise)], (promise) => [
    line(grow(promise.what || '', 'name'), promise.state === 'kept' && chip(WORDS.promiseState.kept, 'status-settled')),
    line(grow(WORDS.due(when(promise.due_at)), isOverdue(promise) ? 'bad' : 'quiet'), isOverdue(promise) ? chip(WORDS.overdue, 'mood-angry') : isDueSoon(promise) && chip(WORDS.dueSoon(minutesLeft(promise)), 'mood-upset')),
    line(grow(promise.ticket_id ? `${WORDS.tickets} ${promise.ticket_id}` : '', 'quiet small')),
  ]);
}
