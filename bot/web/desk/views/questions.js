/** What the desk asks before it acts: to whom, why, with which outcome. Each calls an act with the answers. */

import { WORDS } from '../strings.js';
import { api } from '../model/api.js';
import { ask } from './ask.js';

const pairs = (table) => Object.entries(table);

function places({ desk }, chat) {
  const skills = desk.skills.map(({ name, title }) => [`skill:${name}`, title || name, WORDS.toSkill]);
  const agents = desk.colleagues.filter(({ name }) => name !== chat?.agent)
    .map(({ name, load, capacity }) => [`agent:${name}`, `${name}（${WORDS.load(load, capacity)}）`, WORDS.toAgent]);
  return [...agents, ...skills];
}

const target = (value) => {
  const [kind, ...name] = value.split(':');
  return { [kind]: name.join(':') };
};

export async function askTransfer(session, chat) {
  const options = places(session, chat);
  const given = await ask({
    title: WORDS.transferTitle, submit: WORDS.transfer, hint: session.desk.colleagues.length ? '' : WORDS.nobodyElse,
    fields: [
      { name: 'to', words: WORDS.transferTo, kind: 'select', options, required: true },
      { name: 'reason', words: WORDS.transferReason, kind: 'area', placeholder: WORDS.transferReasonHint, required: true },
    ],
  });
  if (given) await session.acts.transfer(chat.conversation_id, target(given.to), given.reason);
}

export async function askReassign(session, chat) {
  const given = await ask({
    title: WORDS.reassignTitle, submit: WORDS.reassign,
    fields: [
      { name: 'to', words: WORDS.transferTo, kind: 'select', options: places(session, chat), required: true },
      { name: 'reason', words: WORDS.reason, kind: 'area' },
    ],
  });
  if (given) await session.acts.reassign(chat.conversation_id, target(given.to), given.reason);
}

/** @returns {Promise<string|null>} the wish that the line was given, null when she left or it was refused */
export async function askRelabel(session, chat, { seq, text }) {
  const given = await ask({
    title: WORDS.relabel, hint: WORDS.relabelHint(text), submit: WORDS.confirm,
    fields: [{ name: 'intent', words: WORDS.relabelWish, kind: 'select', options: [['', WORDS.relabelChoose], ...pairs(WORDS.wishes)], required: true }],
  });
  return given && (await session.acts.relabel(chat, seq, given.intent)) ? given.intent : null;
}

export async function askHandBack(session, chat) {
  const given = await ask({
    title: WORDS.handBackTitle, hint: WORDS.handBackHint, submit: WORDS.handBack,
    fields: [{ name: 'summary', words: WORDS.summary, kind: 'area', limit: 2000 }],
  });
  if (given) await session.acts.handBack(chat.conversation_id, given.summary);
}

export async function askResolve(session, chat) {
  const given = await ask({
    title: WORDS.resolveTitle, hint: WORDS.resolveHint, submit: WORDS.resolve,
    fields: [
      { name: 'outcome', words: WORDS.outcome, kind: 'radios', options: pairs(WORDS.outcomes), value: 'solved' },
      { name: 'note', words: WORDS.resolveNote, kind: 'area', limit: 2000 },
    ],
  });
  if (given) await session.acts.resolve(chat.conversation_id, given.outcome, given.note);
}

export async function askBlock(session, chat) {
  const given = await ask({
    title: WORDS.blockTitle, hint: WORDS.blockHint, submit: WORDS.block, danger: true,
    fields: [
      { name: 'hours', words: WORDS.blockHours, kind: 'select', options: pairs(WORDS.hours), value: '24' },
      { name: 'reason', words: WORDS.reason, kind: 'area', required: true },
    ],
  });
  if (given) await attempt(session, chat, () => api.block(chat.conversation_id, Number(given.hours), given.reason), WORDS.blocked);
}

export function unblock(session, chat) {
  return attempt(session, chat, () => api.unblock(chat.conversation_id), WORDS.unblocked);
}

export async function askReject(session, proposal) {
  const given = await ask({
    title: WORDS.rejectTitle, hint: WORDS.rejectHint, submit: WORDS.reject, danger: true,
    fields: [{ name: 'reason', words: WORDS.reason, kind: 'area', required: true }],
  });
  if (given) await session.acts.decide(proposal.proposal_id, 'reject', given.reason);
}

export async function askPassword(session) {
  const given = await ask({
    title: WORDS.changePassword,
    fields: [
      { name: 'old', words: WORDS.oldPassword, kind: 'password', required: true },
      { name: 'fresh', words: WORDS.newPassword, kind: 'password', required: true },
    ],
  });
  if (!given) return;
  try {
    await api.changePassword(given.old, given.fresh);
    session.say(WORDS.passwordChanged, 'good');
  } catch ({ status, message }) {
    session.say(status === 401 ? WORDS.wrongPassword : message || WORDS.unavailable, 'bad');
  }
}

export async function askSignOut(session) {
  const held = session.desk.mine.size;
  if (held && !(await ask({ title: WORDS.signOut, hint: WORDS.signOutHeld(held), submit: WORDS.signOut }))) return;
  await session.logOut();
}

async function attempt(session, { conversation_id: id }, act, said) {
  try {
    await act();
    session.say(said, 'good');
    session.library.load(id);
  } catch ({ message }) {
    session.say(message || WORDS.unavailable, 'bad');
  }
}
