/** The keyboard: one table of shortcuts. Alt with a key works while she writes, too; by key position, for Alt changes letters on some systems. */

import { TABS } from './rail.js';
import { showHelp } from './help.js';
import { askHandBack, askResolve, askTransfer } from './questions.js';

const held = (act) => ({ session }) => {
  const chat = session.desk.mine.get(session.selected);
  if (chat) act(session, chat);
};

const ALT = {
  KeyN: async ({ session, frame }) => (await session.acts.claimNext()) && frame.enterChat(),
  ArrowDown: ({ frame }) => frame.lists.step(1),
  ArrowUp: ({ frame }) => frame.lists.step(-1),
  KeyJ: ({ frame }) => frame.lists.step(1),
  KeyK: ({ frame }) => frame.lists.step(-1),
  KeyL: ({ frame }) => frame.lists.focusFilter(),
  KeyT: held(askTransfer),
  KeyB: held(askHandBack),
  KeyR: held(askResolve),
  KeyM: ({ frame }) => frame.conversation.note(true),
  KeyI: ({ frame }) => frame.side.focus(),
  KeyG: ({ frame }) => frame.conversation.suggest(),
  KeyW: ({ frame }) => frame.conversation.knowledge(),
  KeyO: ({ frame }) => frame.conversation.card(),
  KeyP: ({ frame }) => frame.conversation.picture(),
  KeyC: ({ frame }) => frame.conversation.focus(),
  KeyS: ({ session }) => session.acts.status(session.desk.me?.status === 'online' ? 'busy' : 'online'),
  Slash: () => showHelp(),
};
TABS.forEach((name, index) => {
  ALT[`Digit${index + 1}`] = ({ frame }) => {
    if (!frame.mayOpen(name)) return;
    frame.go(name);
    frame.lists.focus();
  };
});
ALT[`Digit${TABS.length + 1}`] = ({ frame }) => frame.mayOpen('wall') && frame.go('wall');

const WRITES = 'input, textarea, select, [contenteditable]';

export class Keys {
  #given;
  #listen = (event) => this.#pressed(event);

  constructor(session, frame) {
    this.#given = { session, frame };
    document.addEventListener('keydown', this.#listen);
  }

  stop() {
    document.removeEventListener('keydown', this.#listen);
  }

  #pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
    if (event.altKey && !event.shiftKey && ALT[event.code]) this.#act(event, ALT[event.code]);
    else if (event.key === '?' && !event.target.closest(WRITES)) this.#act(event, ALT.Slash);
    else if (event.key === 'Escape' && event.target.matches(WRITES)) this.#act(event, () => this.#given.frame.lists.focus());
  }

  #act(event, act) {
    event.preventDefault();
    act(this.#given);
  }
}
