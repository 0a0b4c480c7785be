// Finds the sentences of a narration in a page that knows nothing of it. A sentence is found whole, at the bounds of a
// sentence of the page, in the order of the narration, or not at all: what was changed since stays dark.
const FORMULA = "\ufffc";
const FORMULA_LETTERS = 400;
const LETTERS_A_GAP = 40;

/** The range of each cue in the text of a page, or null. @param text a PageText, or anything with `text`, `spare`, `canOpen`, `isWord`. */
function foundIn(text, cues) {
  const variants = [asIs(text), withoutSpare(text)].filter(Boolean);
  const all = cues.map(({ quote, name }) => occurrences(variants, (quote || name || "").split(FORMULA).map(plainText).filter(Boolean)));
  const fits = (cue, index) => ([start, end]) => cue.name ? text.isWord(start, end) : isBounded(text, start, end, all[index - 1], all[index + 1]);
  return chosen(cues.map((cue, index) => all[index].filter(fits(cue, index))));
}

const asIs = ({ text }) => ({ text, at: (index) => index });

/** The text without marks of footnotes; null where there are none. */
function withoutSpare({ text, spare }) {
  const kept = [];
  for (let at = 0; at < text.length; at++) if (!spare[at]) kept.push(at);
  return kept.length < text.length ? { text: kept.map((at) => text[at]).join(""), at: (index) => kept[index] } : null;
}

/** Everywhere that the parts of a sentence stand one after another, as `[start, end]`. */
function occurrences(variants, parts) {
  const found = new Map();
  if (!parts.length) return [];
  for (const { text, at } of variants) {
    for (let start = text.indexOf(parts[0]); start >= 0; start = text.indexOf(parts[0], start + 1)) {
      let end = start + parts[0].length;
      for (const part of parts.slice(1)) {
        const next = text.indexOf(part, end);
        end = next >= 0 && next - end <= FORMULA_LETTERS ? next + part.length : NaN;
      }
      if (end) found.set(`${at(start)} ${at(end - 1)}`, [at(start), at(end - 1) + 1]);
    }
  }
  return [...found.values()];
}

/** Whether it begins and ends as a sentence of the page does, or where the sentence before or after it may stand. */
function isBounded(text, start, end, before = [], after = []) {
  return (text.canOpen(start) || before.some(([, last]) => last === start)) && (text.canOpen(end) || after.some(([first]) => first === end));
}

/**
 * One place for as much text as can be in the order of the narration, and no farther spread than it must be: a headline is
 * the one above the article, not that of a menu. The best chain that ends at each place is kept by where it ends.
 */
function chosen(all) {
  const ends = [...new Set(all.flat().map(([, end]) => end))].sort((a, b) => a - b), best = new Best(ends);
  let last = [];
  all.forEach((list, cue) => {
    const links = list.map(([start, end]) => {
      const length = end - start, before = best.upTo(start), touching = last.find((link) => link.end === start);
      const chains = [[start / LETTERS_A_GAP, null]];
      if (before) chains.push([before.value, before]);
      if (touching) chains.push([touching.value + 2, touching]);
      const [value, previous] = chains.reduce((a, b) => b[0] > a[0] ? b : a);
      return { cue, start, end, previous, value: value + length * (1 + 1 / LETTERS_A_GAP) };
    });
    for (const link of links) best.put(link);
    last = links;
  });
  const places = all.map(() => null);
  let link = null;
  for (const each of best.all()) if (!link || each.value - each.end / LETTERS_A_GAP > link.value - link.end / LETTERS_A_GAP) link = each;
  for (; link; link = link.previous) places[link.cue] = [link.start, link.end];
  return places;
}

/** The most valuable chain that ends at or before a place (a Fenwick tree of maxima). */
class Best {
  constructor(ends) { this.ends = ends; this.tree = []; this.links = []; }

  rank(place) {
    let low = 0, high = this.ends.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.ends[middle] <= place) low = middle + 1; else high = middle; }
    return low;
  }

  upTo(place) {
    let found = null;
    for (let at = this.rank(place); at > 0; at -= at & -at) if (this.tree[at] && (!found || this.tree[at].value > found.value)) found = this.tree[at];
    return found;
  }

  put(link) {
    this.links.push(link);
    for (let at = this.rank(link.end); at <= this.ends.length; at += at & -at) if (!this.tree[at] || this.tree[at].value < link.value) this.tree[at] = link;
  }

  all() { return this.links; }
}
