// The sentences of the page: when each is heard, where it stands, which one is lit, which one Tab reaches.
class Sentences {
  constructor(cues) {
    this.cues = cues.map(({ text, audio }) => {
      const [start, end] = audio.slice(3).split(",").map(Number);
      const first = document.getElementById(text.slice(1));
      const parts = first ? [first, ...document.querySelectorAll(`[data-of="${first.id}"]`)] : [];
      return { id: text.slice(1), start, end, parts, block: first?.closest("[data-block]") };
    });
    this.byPart = new Map(this.cues.flatMap((cue, index) => cue.parts.map((part) => [part, index])));
    for (const part of this.byPart.keys()) part.tabIndex = -1;
  }

  get length() { return this.cues.length; }

  /** The one that is heard at that second; −1 before the first. */
  at(seconds) {
    let low = 0, high = this.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.cues[middle].start <= seconds + 0.001) low = middle + 1; else high = middle; }
    return low - 1;
  }

  /** The one that an element belongs to, or −1. */
  of(target) { return this.byPart.get(target instanceof Element ? target.closest("[data-s]") : null) ?? -1; }

  element(index) { return this.cues[index]?.parts[0]; }

  /** Where a step leads from a second. As on a record player, back goes first to the start of what is being said. */
  step(by, seconds) {
    const here = Math.max(0, this.at(seconds));
    return this.cues[this.within(by < 0 && seconds - this.cues[here].start > 1.5 ? here : here + by)].start;
  }

  /** The same by paragraphs. */
  leap(by, seconds) {
    const here = Math.max(0, this.at(seconds)), first = this.opening(here);
    let there = first;
    if (by > 0) while (there < this.length - 1 && this.opening(there) === first) there++;
    else if (seconds - this.cues[first].start <= 1.5) there = this.opening(Math.max(0, first - 1));
    return this.cues[there].start;
  }

  opening(index) { while (index > 0 && this.cues[index - 1].block === this.cues[index].block) index--; return index; }
  within(index) { return Math.min(Math.max(0, index), this.length - 1); }

  /** The next one that stands on the page; undefined at the end. */
  beside(index, by) {
    do index += by; while (this.cues[index] && !this.element(index));
    return this.element(index);
  }

  /** One roving tab stop: the sentence that is heard, unless the reader's focus is on another. */
  stop(element, hint) {
    if (!element || element === this.stopped || this.of(document.activeElement) >= 0 && element !== document.activeElement) return;
    if (this.stopped) { this.stopped.tabIndex = -1; this.stopped.removeAttribute("aria-description"); }
    this.stopped = element;
    element.tabIndex = 0;
    element.setAttribute("aria-description", hint);
  }

  paint(index) {
    const parts = this.cues[index]?.parts || [];
    if (globalThis.CSS?.highlights && globalThis.Highlight) {
      const ranges = parts.map((part) => { const range = new Range(); range.selectNodeContents(part); return range; });
      globalThis.CSS.highlights.set("narrator-sentence", new Highlight(...ranges));
    } else {
      for (const old of document.querySelectorAll(".narrator-sentence")) old.classList.remove("narrator-sentence");
      for (const part of parts) part.classList.add("narrator-sentence");
    }
  }
}
