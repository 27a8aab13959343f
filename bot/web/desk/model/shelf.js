/** What this browser keeps for the agent between pages: drafts, what has not been acknowledged, her preferences, what already rang. */

const PREFIX = 'xiaonuan-desk:';
const DRAFTS = 60;

// A full or forbidden storage costs a draft over a reload, never the desk itself.
function attempt(storage, act) {
  try {
    return act(window[storage]);
  } catch {
    return null;
  }
}

const read = (name, storage = 'localStorage') => attempt(storage, (kept) => JSON.parse(kept.getItem(PREFIX + name)));
const write = (name, value, storage = 'localStorage') => attempt(storage, (kept) => kept.setItem(PREFIX + name, JSON.stringify(value)));

export const shelf = {
  /** @param {string} conversation @returns {string} */
  draft: (conversation) => String((read('drafts') || {})[conversation] || ''),
  keepDraft(conversation, text) {
    const { [conversation]: _, ...others } = read('drafts') || {};
    const kept = Object.entries(others).slice(-DRAFTS);
    write('drafts', Object.fromEntries(text ? [...kept, [conversation, text]] : kept));
  },
  /** Of this tab only: another tab must not send them too. */
  unsent: () => read('unsent', 'sessionStorage') || [],
  keepUnsent: (frames) => write('unsent', frames, 'sessionStorage'),
  /** She signs out: whoever sits down next finds nothing of hers. */
  forget() {
    write('drafts', {});
    write('unsent', [], 'sessionStorage');
  },
  preference: (name, fallback) => read(`prefer:${name}`) ?? fallback,
  prefer: (name, value) => write(`prefer:${name}`, value),
  /** @returns {boolean} true for the first tab that asks about this event */
  ringsFirst(event) {
    if (read('rang') === event) return false;
    write('rang', event);
    return true;
  },
};
