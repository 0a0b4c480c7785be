// The words of a page as one string of letters and digits, and where on the page each of them stands.
const NOT_TEXT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TEXTAREA", "SELECT", "IFRAME", "OBJECT", "SVG", "RT", "RP",
  "ANNOTATION", "ANNOTATION-XML", "MJX-ASSISTIVE-MML", "NARRATOR-PLAYER"]);
const TWICE = ".katex-mathml, .MathJax_Preview, .mwe-math-mathml-a11y";
const INLINE = new Set(["A", "ABBR", "ACRONYM", "B", "BDI", "BDO", "BIG", "CITE", "CODE", "DATA", "DEL", "DFN", "EM", "FONT", "I", "INS", "KBD",
  "LABEL", "MARK", "Q", "RB", "RUBY", "S", "SAMP", "SMALL", "SPAN", "STRIKE", "STRONG", "SUB", "SUP", "TIME", "TT", "U", "VAR", "WBR"]);
const ENDS_SENTENCE = /[.!?…:;。！？：；．؟۔؛।॥။។]/u;
const IGNORED = /[\s\p{Pi}\p{Pf}\p{Ps}\p{Pe}"'*\u00ad\u200b-\u200f\u2060\ufeff]/u;
const WORD_SIGN = /[\p{L}\p{N}\p{M}]/u;
const NOTE_MARK = /^[\s[(]*(?:\d{1,3}|[a-z*†‡§]|note \d{1,3})[\s\])]*$/iu;
const OPENING = /[\p{Ps}\p{Pi}"'¿¡„‚]/u;
const CLOSING = /[^\s\p{L}\p{N}\p{M}\u00ad]/u;
const plainOf = new Map();

/** Letters, their marks and digits alone, without case and width: what typography and themes do not change. */
function plain(character) {
  let known = plainOf.get(character);
  if (known === undefined) {
    known = (character === "×" ? "x" : character).normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}\p{M}]|[\u0640\ufe00-\ufe0f]/gu, "");
    plainOf.set(character, known);
  }
  return known;
}

/** The same of a whole text. A stop or comma between two digits counts: 1.5 is not 15. */
function plainText(text) {
  let made = "", before = "";
  for (const [at, character] of [...text.matchAll(/./gsu)].map((match) => [match.index, match[0]])) {
    const isPoint = /[.,]/.test(character) && /\d/.test(before) && /\d/.test(text[at + 1] || "");
    made += isPoint ? character : plain(character);
    before = character;
  }
  return made;
}

/** Whether an element is a mark of a footnote, which narrations leave out. */
function isNoteMark(element) {
  if (element?.tagName !== "SUP" && element?.tagName !== "A") return false;
  const link = element.tagName === "A" ? element : element.querySelector("a");
  const isMark = link ? (link.getAttribute("href") || "#").includes("#") : element.tagName === "SUP";
  return isMark && NOTE_MARK.test(element.textContent);
}

class PageText {
  /** @param roots elements or nodes, in the order of the page. @param isSeen whether an element can be seen. */
  constructor(roots, isSeen = () => true) {
    this.text = "";
    this.nodes = [];
    this.nodeOf = [];
    this.from = [];
    this.to = [];
    this.opens = [];
    this.begins = [];
    this.spare = [];
    this.isSeen = isSeen;
    this.state = { ended: true, before: "", spare: 0 };
    for (const root of roots) this.walk(root);
  }

  walk(node) {
    if (node.nodeType === Node.TEXT_NODE) return this.read(node);
    if (node.nodeType !== Node.ELEMENT_NODE || NOT_TEXT.has(node.tagName.toUpperCase()) || node.matches(TWICE)) return;
    const isBlock = !INLINE.has(node.tagName.toUpperCase()), isNote = Number(isNoteMark(node));
    if (isBlock) this.break();
    this.state.spare += isNote;
    for (const child of node.childNodes) this.walk(child);
    this.state.spare -= isNote;
    if (isBlock) this.break();
  }

  break() { this.state.ended = true; this.state.before = ""; }

  read(node) {
    const text = node.data;
    if (!/\S/.test(text) || !this.isSeen(node.parentElement)) return void (text && (this.state.before = " "));
    const index = this.nodes.push(node) - 1, { state } = this;
    for (let at = 0; at < text.length;) {
      const character = String.fromCodePoint(text.codePointAt(at)), after = at + character.length;
      const isPoint = /[.,]/.test(character) && /\d/.test(state.before) && /\d/.test(text[after] || "");
      const letters = isPoint ? character : plain(character);
      for (const letter of letters) this.add(letter, index, at, after);
      if (!letters && !state.spare && !IGNORED.test(character)) state.ended = ENDS_SENTENCE.test(character) || state.ended && !WORD_SIGN.test(character);
      state.before = character;
      at = after;
    }
  }

  add(letter, node, from, to) {
    const { state } = this;
    this.text += letter;
    this.nodeOf.push(node);
    this.from.push(from);
    this.to.push(to);
    this.opens.push(state.ended && !state.spare);
    this.begins.push(!WORD_SIGN.test(state.before));
    this.spare.push(state.spare > 0);
    if (!state.spare) state.ended = false;
  }

  /** Whether a sentence may begin at that letter, or the text ends there. */
  canOpen(at) {
    while (this.spare[at]) at++;
    return at >= this.text.length || this.opens[at];
  }

  /** Whether these letters are whole words, of which no part stands outside. */
  isWord(start, end) { return this.begins[start] && (this.begins[end] ?? true); }

  /** The range of the letters from `first` to before `end`, with the quotes and stops that touch them. */
  range(first, end) {
    const range = new Range();
    const opening = this.nodes[this.nodeOf[first]], closing = this.nodes[this.nodeOf[end - 1]], { data } = closing;
    let from = this.from[first], to = this.to[end - 1];
    while (OPENING.test(opening.data[from - 1] || "")) from--;
    while (CLOSING.test(data[to] || "") && !/[\p{Ps}\p{Pi}]/u.test(data[to])) to++;
    range.setStart(opening, from);
    range.setEnd(closing, to);
    return range;
  }
}
