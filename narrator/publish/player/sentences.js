// The sentences of a narration: when each is heard, and which ranges of the page are its text.
class Sentences {
  /**
   * @param cues `{audio: "#t=1.2,3.4", block, words}` and either `text: "#id"` or `quote: "the sentence"`. `words` has for each word the
   * number of its letters and the hundredths of a second since the word before; a number below zero is letters that are not said.
   */
  constructor(cues) {
    this.cues = cues.map((cue) => {
      const [start, end] = cue.audio.slice(3).split(",").map(Number);
      return { ...cue, words: wordsOf(cue.words, start), start, end, id: cue.text?.slice(1), ranges: [], element: null };
    });
    this.places(this.cues.map((cue) => cue.id ? byId(cue.id) : []));
  }

  /** Take the ranges of each sentence; the same ones again leave what was worked out of them. */
  places(ranges) {
    this.cues.forEach((cue, index) => {
      cue.ranges = ranges[index];
      cue.element = cue.id && document.getElementById(cue.id);
      cue.letters = null;
    });
  }

  get length() { return this.cues.length; }

  /** The one that is heard at that second; −1 before the first. */
  at(seconds) { return latest(this.cues, seconds); }

  /** The number of the word of a sentence that is heard at that second; −1 where the narration has no word times. */
  wordAt(index, seconds) { return latest((this.cues[index]?.words || []).map(([, , start]) => ({ start })), seconds); }

  /** When what is lit changes next, in seconds; undefined after the last. */
  next(index, wordIndex) {
    const word = this.cues[index]?.words?.[wordIndex + 1], cue = this.cues[index + 1];
    return word ? Math.min(word[2], cue?.start ?? Infinity) : cue?.start;
  }

  /** The ranges of one word of a sentence. */
  wordRanges(index, wordIndex) {
    const cue = this.cues[index], word = cue?.words?.[wordIndex];
    if (!word || !cue.ranges.length) return [];
    cue.letters ||= new Letters(cue.ranges);
    return cue.letters.ranges(word[0], word[1]);
  }

  /** The one whose text is at a point of the window, or −1. */
  under(x, y) {
    const caret = caretAt(x, y);
    if (!caret) return -1;
    return this.cues.findIndex(({ ranges }) => ranges.some((range) => range.isPointInRange(caret.node, caret.offset)
      && [...range.getClientRects()].some((box) => x >= box.left - 2 && x <= box.right + 2 && y >= box.top && y <= box.bottom)));
  }

  /** The one that an element belongs to, or −1. */
  of(target) {
    const part = target instanceof Element ? target.closest("[data-s]") : null, id = part && (part.id || part.dataset.of);
    return id ? this.cues.findIndex((cue) => cue.id === id) : -1;
  }

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

  /** The next element that stands on the page; undefined at the end. */
  beside(index, by) {
    do index += by; while (this.cues[index] && !this.cues[index].element);
    return this.cues[index]?.element;
  }
}

/** Each word as its first letter, the letter after its last, and the second at which it is heard. */
function wordsOf(numbers = [], start) {
  const words = [];
  let letter = 0, moment = Math.round(start * 100);
  for (let at = 0; at < numbers.length;) {
    if (numbers[at] < 0) { letter -= numbers[at++]; continue; }
    words.push([letter, letter += numbers[at], (moment += numbers[at + 1]) / 100]);
    at += 2;
  }
  return words;
}

/** Where the latest of what begins in order has begun. */
function latest(list, seconds) {
  let low = 0, high = list.length;
  while (low < high) { const middle = (low + high) >> 1; if (list[middle].start <= seconds + 0.001) low = middle + 1; else high = middle; }
  return low - 1;
}

/** The ranges of a sentence on our own page, where its parts have an element each. */
function byId(id) {
  const first = document.getElementById(id);
  return (first ? [first, ...document.querySelectorAll(`[data-of="${CSS.escape(id)}"]`)] : []).map((part) => {
    const range = new Range();
    range.selectNodeContents(part);
    return range;
  });
}

function caretAt(x, y) {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** The letters and digits of some ranges, without marks of footnotes: what word times count in. */
class Letters {
  constructor(ranges) {
    this.places = [];
    for (const range of ranges) for (const [node, from, to] of textOf(range)) this.read(node, from, to);
  }

  read(node, from, to) {
    if (isNoteMark(node.parentElement.closest("sup, a"))) return;
    for (let at = from; at < to;) {
      const character = String.fromCodePoint(node.data.codePointAt(at));
      if (/[\p{L}\p{N}]/u.test(character)) this.places.push([node, at, at + character.length]);
      at += character.length;
    }
  }

  ranges(first, end) {
    const opening = this.places[first], closing = this.places[end - 1];
    if (!opening || !closing) return [];
    const range = new Range();
    range.setStart(opening[0], opening[1]);
    range.setEnd(closing[0], closing[2]);
    return [range];
  }
}

/** The text nodes of a range with the part of each that is inside. */
function* textOf(range) {
  const root = range.commonAncestorContainer;
  if (root.nodeType === Node.TEXT_NODE) { yield [root, range.startOffset, range.endOffset]; return; }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    yield [node, node === range.startContainer ? range.startOffset : 0, node === range.endContainer ? range.endOffset : node.data.length];
  }
}
