/** What this browser keeps between pages. Each thing has its own key, so that two tabs never overwrite each other. */

const PREFIX = 'xiaonuan:';

// A full or forbidden storage costs continuity over a reload, never the chat itself.
function attempt(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null;
  }
}

const read = (name) => attempt((storage) => JSON.parse(storage.getItem(PREFIX + name)));
const write = (name, value) => attempt((storage) => storage.setItem(PREFIX + name, JSON.stringify(value)));
const remove = (name) => attempt((storage) => storage.removeItem(PREFIX + name));

export const shelf = {
  nameOf: (key) => (key?.startsWith(PREFIX) ? key.slice(PREFIX.length) : ''),

  keepWho: (person) => write('who', person),
  who: () => read('who'),

  visitor: (person) => read(`visitor:${person}`),
  keepVisitor: (person, visitor) => write(`visitor:${person}`, visitor),
  forgetVisitor: (person) => remove(`visitor:${person}`),

  seen: (conversation) => Number(read(`seen:${conversation}`)) || 0,
  markSeen(conversation, seq) {
    if (seq > shelf.seen(conversation)) write(`seen:${conversation}`, seq);
  },

  parcels(conversation) {
    const keys = attempt((storage) => Object.keys(storage)) || [];
    return keys
      .filter((key) => key.startsWith(`${PREFIX}out:${conversation}:`))
      .map((key) => read(shelf.nameOf(key)))
      .filter((parcel) => parcel?.frame)
      .sort((left, right) => left.at - right.at);
  },
  keepParcel: (conversation, parcel) => write(`out:${conversation}:${parcel.frame.id}`, parcel),
  dropParcel: (conversation, id) => remove(`out:${conversation}:${id}`),
};
