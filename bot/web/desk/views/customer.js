/** Who she is to the shop, and when she last came. */

import { button, el } from '../../shared/dom.js';
import { dayWords, readMoment } from '../../shared/zh-cn.js';
import { isRecord, list } from '../../widget/wire.js';
import { WORDS } from '../strings.js';
import { fact } from './orders.js';
import { when } from './parts.js';

const day = (value) => (readMoment(value) ? dayWords(readMoment(value)) : '');

export function customerNodes({ customer, id }, { session, reveals }) {
  if (!customer) return [el('p', { class: 'quiet', text: WORDS.isGuest })];
  const contacts = list(customer.last_contacts).filter(isRecord);
  const summaries = list(customer.summaries).filter(isRecord);
  return [
    el('dl', { class: 'facts' }, fact(WORDS.who, customer.name), fact(WORDS.phone, reveals.value(id, 'phone', null, customer.phone)), fact(WORDS.level, WORDS.classes[customer.level] || customer.level), fact(WORDS.city, customer.city),
      fact(WORDS.joined, day(customer.joined_at)), Number.isInteger(customer.contacts) && fact(WORDS.contacts, WORDS.times(customer.contacts))),
    contacts.length > 0 && el('h4', { text: WORDS.lastContacts }),
    ...contacts.map((chat) => contact(chat, session)),
    summaries.length > 0 && el('h4', { text: WORDS.summaries }),
    ...summaries.map(({ at, text }) => el('p', { class: 'summary-line' }, el('span', { class: 'quiet small', text: `${day(at)} ` }), text)),
  ];
}
customerNodes.count = () => undefined;

function contact(chat, session) {
  const said = [day(chat.requested_at || chat.last?.at), chat.wish || chat.reason, WORDS.outcomes[chat.outcome] || chat.outcome || WORDS.states[chat.state]];
  return button('statement contact', said.filter(Boolean).join(' · '), () => {
    if (!session.desk.chat(chat.conversation_id)) session.desk.hearChat(chat);
    session.open(chat.conversation_id);
  }, { title: when(chat.requested_at) });
}
