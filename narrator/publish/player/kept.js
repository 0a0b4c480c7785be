// What the reader's browser keeps, and nobody else sees: choices, places in articles, what to hear later.
const PLACES = 200;

const kept = {
  read(name) { try { return JSON.parse(localStorage.getItem(`narrator:${name}`)); } catch { return null; } },
  write(name, value) { try { localStorage.setItem(`narrator:${name}`, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } },

  /** The second at which an article was left, or 0. */
  place(id) { return Number((this.read("places") || {})[id]?.[0]) || 0; },

  /** Remember the place; the oldest of more than two hundred go. */
  leave(id, seconds) {
    const places = this.read("places") || {};
    delete places[id];
    if (seconds > 0) places[id] = [Math.round(seconds * 10) / 10, Date.now()];
    const oldest = Object.entries(places).sort(([, a], [, b]) => a[1] - b[1]);
    this.write("places", Object.fromEntries(oldest.slice(-PLACES)));
  },

  /** What waits to be heard: a list of `{data, title, page}`. */
  get queue() { const list = this.read("queue"); return Array.isArray(list) ? list : []; },
  set queue(list) { this.write("queue", list); },
};
