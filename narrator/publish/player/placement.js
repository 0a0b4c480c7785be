// The player on a page that knows nothing of it: put below the headline, its sentences found, and both again when the page is redrawn.
const FRAMEWORKS = "#__next, #__nuxt, #___gatsby, #root, #app, [data-reactroot], [data-v-app], [ng-version], astro-island";
const MOST_RETURNS = 50;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** Between headline and player: where the page leaves nothing below its headline, as in Ghost's grids. */
const LEAST_GAP_PX = 12;

NarratorPlayer.locate = (cues) => {
  const seen = new Map();
  const isSeen = (element) => {
    if (!seen.has(element)) seen.set(element, element.checkVisibility?.({ checkVisibilityCSS: true }) ?? element.getClientRects().length > 0);
    return seen.get(element);
  };
  const text = new PageText([document.body], isSeen);
  return foundIn(text, cues).map((place) => place ? [text.range(...place)] : []);
};

NarratorPlayer.embed = (facts, base, options) => new Embedded(facts, base, options);

class Embedded {
  /** @param base the folder of the player's files. @param options the data attributes of the loader's tag. */
  constructor(facts, base, options) {
    NarratorPlayer.base = base;
    this.facts = { ...whole(facts, facts.data), click: options.click };
    this.returns = 0;
    this.wait = FIRST_WAIT_MS;
    this.begin();
  }

  async begin() {
    const { wording } = this.facts, isFramework = document.querySelector(FRAMEWORKS);
    if (wording && wording !== "en") this.facts.words = await fetch(new URL(`words/${wording}.json`, NarratorPlayer.base)).then((answer) => answer.json()).catch(() => undefined);
    // A page that is still being brought to life would take what it finds inside for a mistake of its own.
    if (isFramework && document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
    if (isFramework) await new Promise((done) => idle(done));
    if (this.isEnded) return;
    this.element = document.createElement("narrator-player");
    this.element.narration = this.facts;
    this.put();
    this.watch();
  }

  put() {
    const place = document.querySelector("[data-narrator]");
    if (place) place.append(this.element); else putBelowHeadline(this.element, this.facts);
  }

  /** Stay in the page, and find the sentences again when their text has been replaced. */
  watch() {
    this.observer = new MutationObserver(() => {
      if (!this.element.isConnected && this.returns++ < MOST_RETURNS) this.put();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => idle(() => this.find()), this.wait);
    });
    this.observer.observe(document.body, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["hidden", "open", "class", "aria-hidden"] });
  }

  find() {
    if (this.isEnded || !this.element.sentences) return;
    const { cues } = this.element.sentences, quoted = cues.filter(({ quote, name }) => quote || name);
    const isWhole = quoted.every(({ ranges: [range] }) => !range || !range.collapsed && range.startContainer.isConnected && range.endContainer.isConnected);
    const isComplete = quoted.every(({ ranges }) => ranges.length);
    if (isWhole && isComplete) return;
    this.wait = isWhole ? Math.min(this.wait * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
    this.element.locate();
  }

  end() {
    this.isEnded = true;
    this.observer?.disconnect();
    clearTimeout(this.timer);
    this.element?.remove();
  }
}

const idle = (act) => globalThis.requestIdleCallback ? requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act, 50);

function putBelowHeadline(element, { title, cues }) {
  const ranges = NarratorPlayer.locate(cues), found = ranges.filter((range) => range.length).map(([range]) => range);
  const [titled] = ranges[cues.findIndex(({ quote }) => quote && plainText(quote) === plainText(title || ""))] || [];
  const headline = [titled, ...found.slice(0, 3)].map((range) => range && parentOf(range).closest("h1, h2, [role=heading]")).find(Boolean)
    || !titled && document.querySelector("article h1, main h1, h1");
  if (headline) putAfter(element, outOfRow(headline, found.length && parentOf(found.at(-1))));
  else if (titled) outOfLine(titled.endContainer).after(element);
  else if (found.length) outOfLine(found[0].startContainer).before(element);
  else (document.querySelector("article, main") || document.body).prepend(element);
}

/** Below something, in the column of its grid, and as wide as it may become; in the middle where that stands there. */
function putAfter(element, above) {
  const { gridColumn, maxWidth, marginLeft, marginRight } = getComputedStyle(above), { style } = element;
  style.setProperty("--narrator-column", gridColumn);
  style.setProperty("--narrator-width", maxWidth);
  if (marginLeft === marginRight && parseFloat(marginLeft) && maxWidth !== "none") style.setProperty("--narrator-side", "auto");
  above.after(element);
  const gap = element.getBoundingClientRect().top - above.getBoundingClientRect().bottom;
  if (gap < LEAST_GAP_PX) style.setProperty("--narrator-above", `${LEAST_GAP_PX}px`);
}

const parentOf = ({ startContainer }) => startContainer.parentElement;

/** The headline, or what stands around it where it is one of several in a row; never so much that it holds the text too. */
function outOfRow(headline, lastText) {
  let around = headline, inside = headline;
  for (let each = headline.parentElement; each && each !== document.body && !(lastText && each.contains(lastText)); inside = each, each = each.parentElement) {
    const { display, flexDirection, gridTemplateColumns } = getComputedStyle(each);
    const isRow = /flex/.test(display) && /row/.test(flexDirection) || /grid/.test(display) && gridTemplateColumns.includes(" ") && hasBeside(inside);
    if (isRow || /inline/.test(display) || each.matches("a, hgroup, h1, h2")) around = each;
  }
  return around;
}

/** Whether something stands beside an element; a grid of columns may also hold one below the other, as Ghost's themes do. */
function hasBeside(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return [...element.parentElement.children].some((each) => {
    const box = each.getBoundingClientRect();
    return each !== element && box.width && box.top < bottom - 1 && box.bottom > top + 1;
  });
}

/** What holds some text in its line: a text or inline element that stands in a block. */
function outOfLine(node) {
  let around = node;
  while (/^inline|^contents$/.test(getComputedStyle(around.parentElement).display) && around.parentElement !== document.body) around = around.parentElement;
  return around;
}
