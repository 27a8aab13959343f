/** The supervisor's wall: figures that live, who is loaded how, whose mood asks for help, and what may be exported. */

import { el, show } from '../../shared/dom.js';
import { isRecord, list } from '../../widget/wire.js';
import { address, api } from '../model/api.js';
import { durationWords } from '../model/clock.js';
import { WORDS } from '../strings.js';
import { chosen, field, onceEach } from './parts.js';
import { chatRow } from './rows.js';

const EVERY_MS = 5_000;
const WAIT_WARN_S = 180;
const RATE_WARN = 0.8;
const DAY_MS = 86_400_000;

export class Wall {
  #session;
  #frame;
  #put = onceEach();
  #live = null;
  #trouble = el('p', { class: 'notice-line', role: 'status', text: WORDS.wallAway, hidden: true });
  #timer = 0;
  #tiles = el('div', { class: 'tiles' });
  #agents = el('tbody');
  #skills = el('tbody');
  #alarms = el('div', { class: 'alarms' });
  root;

  constructor(session, frame) {
    this.#session = session;
    this.#frame = frame;
    this.root = el('main', { class: 'wall scroll', 'aria-label': WORDS.wallTitle, tabindex: '0', hidden: true },
      el('h2', { text: WORDS.wallTitle }), this.#trouble, this.#tiles,
      el('div', { class: 'wall-grid' },
        el('div', {}, panel(WORDS.agents, table([WORDS.agents, WORDS.skills, WORDS.status, WORDS.wallLoad], this.#agents)),
          panel(WORDS.bySkill, table([WORDS.skill, WORDS.wallWaiting, WORDS.longest], this.#skills))),
        el('div', {}, panel(WORDS.alarms, this.#alarms), panel(WORDS.exports, exportsForm()))));
  }

  update() {
    this.#timer ||= setInterval(() => this.#read(), EVERY_MS);
    if (!this.#live) this.#read();
    this.#draw();
  }

  stop() {
    this.#timer = clearInterval(this.#timer);
    this.#live = null;
  }

  async #read() {
    if (document.visibilityState !== 'visible' && this.#live) return;
    this.#live ||= {};
    const found = await api.live().catch(() => null);
    show(this.#trouble, !found);
    if (isRecord(found) && this.#timer) this.#live = found;
    this.#draw();
  }

  #draw() {
    const { desk } = this.#session;
    const live = this.#live || {};
    const agents = [...desk.agents.values()].sort((left, right) => left.name.localeCompare(right.name, 'zh-CN'));
    this.#drawTiles(live, agents);
    this.#put(this.#agents, [agents, desk.skills], () => agents.map((agent) => this.#agent(agent)));
    this.#put(this.#skills, [live.by_skill, desk.skills], () => (list(live.by_skill).length ? list(live.by_skill) : [{ skill: null, waiting: 0 }]).map(({ skill, waiting, longest_wait_s: longest }) =>
      el('tr', {}, el('td', { text: desk.skillTitle(skill) || WORDS.anySkill }), el('td', { text: waiting }), el('td', { text: waiting ? durationWords(longest || 0) : WORDS.none }))));
    this.#put(this.#alarms, live.alarms, () => {
      const chats = list(live.alarms).filter(isRecord);
      return chats.length ? chats.map((chat) => this.#alarm(chat)) : [el('p', { class: 'quiet', text: WORDS.noAlarms })];
    });
  }

  #drawTiles(live, agents) {
    const online = agents.filter(({ status, connected }) => status === 'online' && connected).length;
    const load = agents.reduce((sum, agent) => sum + (agent.load || 0), 0);
    const rate = live.three_minute_rate;
    const figures = [
      [WORDS.wallWaiting, live.waiting ?? this.#session.desk.queue.size, false],
      [WORDS.wallLongest, duration(live.longest_wait_s), live.longest_wait_s > WAIT_WARN_S],
      [WORDS.wallFirst, duration(live.first_response_s), live.first_response_s > WAIT_WARN_S],
      [WORDS.wallThree, Number.isFinite(rate) ? `${Math.round(rate * 1000) / 10}%` : WORDS.none, rate < RATE_WARN],
      [WORDS.wallOnline, `${online}/${agents.length}`, !online], [WORDS.wallLoad, load, false],
    ];
    this.#put(this.#tiles, figures, () => figures.map(([name, value, bad]) => el('div', { class: bad ? 'tile bad' : 'tile' }, el('span', { class: 'quiet', text: name }), el('strong', { text: value }))));
  }

  #agent({ name, role, skills, status, connected, load, capacity }) {
    const { acts, desk } = this.#session;
    const choice = el('select', { 'aria-label': WORDS.forceStatus(name), class: `status-${status}` }, ...chosen(Object.keys(WORDS.statuses), status, (value) => WORDS.statuses[value]));
    choice.addEventListener('change', () => acts.forceStatus(name, choice.value));
    return el('tr', {}, el('td', {}, el('b', { text: name }), el('span', { class: 'quiet small', text: ` ${WORDS.roles[role] || ''}${connected ? '' : ` · ${WORDS.notConnected}`}` })),
      el('td', { class: 'quiet', text: list(skills).map((skill) => desk.skillTitle(skill)).join(WORDS.and) }), el('td', {}, choice),
      el('td', {}, el('meter', { min: '0', max: capacity || 1, value: load, high: (capacity || 1) - 0.5, 'aria-label': WORDS.wallLoad }), ` ${WORDS.load(load, capacity)}`));
  }

  #alarm(chat) {
    const row = chatRow(this.#session.desk);
    row.update(chat);
    row.root.classList.add('row-item');
    return el('button', { type: 'button', class: 'alarm', onclick: () => {
      this.#session.desk.hearChat(chat);
      this.#frame.go('all');
      this.#frame.leaveList();
      this.#session.open(chat.conversation_id);
    } }, row.root);
  }
}

const duration = (seconds) => (Number.isFinite(seconds) ? durationWords(seconds) : WORDS.none);

const panel = (title, ...children) => el('section', { class: 'panel' }, el('h3', { text: title }), ...children);

function table(heads, body) {
  return el('table', {}, el('thead', {}, el('tr', {}, ...heads.map((text) => el('th', { scope: 'col', text })))), body);
}

const dayOf = (moment) => new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

function exportsForm() {
  const now = new Date();
  const [from, until] = [new Date(now - 7 * DAY_MS), now].map((moment) => el('input', { type: 'date', value: dayOf(moment) }));
  const links = [['audit', WORDS.exportAudit], ['reports/agents', WORDS.exportAgents], ['reports/waiting', WORDS.exportWaiting]].map(([route, words]) => {
    const link = el('a', { class: 'plain', download: `${route.replace('/', '-')}.csv`, text: words });
    const aim = () => link.setAttribute('href', address(route, { from: edge(from, 0), until: edge(until, 1), format: 'csv' }));
    [from, until].forEach((input) => input.addEventListener('change', aim));
    aim();
    return link;
  });
  return el('div', { class: 'exports' }, field(WORDS.from, from), field(WORDS.until, until), ...links,
    el('a', { class: 'plain', href: '/report', text: WORDS.report }));
}

// A day ends where the next one begins, in the reader's own time zone.
function edge(input, later) {
  const [year, month, day] = input.value.split('-').map(Number);
  return year ? new Date(year, month - 1, day + later).toISOString() : '';
}
