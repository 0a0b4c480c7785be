// The light on the sentence and the word that are heard: ranges in the CSS Highlight API, so that no element of the page
// is touched. Firefox draws no underline there: the ground alone differs from the page by 3 to 1 (WCAG 2.2, 1.4.11).
const GROUND = [0.72, 0.225, 0.075];
const LEVELS = [0.03, 0.07, 0.12, 0.2, 0.28, 0.36, 0.42, 0.48, 0.56, 0.64, 0.74, 0.82, 0.88, 0.94, 1, 1.6, 2.2, 3];
const DARK_INK = [0.012, 0.011, 0.009];
const LIGHT_INK = [1, 0.98, 0.94];
const LIGHTS = ["narrator-sentence", "narrator-word"];

const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
const css = (linear) => `rgb(${linear.map((part) => Math.round(255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055))).join(" ")})`;

/** The ground and ink of a lit sentence on a page of that luminance, as linear RGB: as near to the page as may be. */
function lightOn(page) {
  const grounds = (page > 0.4 ? LEVELS.toReversed() : LEVELS).map((level) => GROUND.map((part) => Math.min(1, part * level)));
  const fits = (ground, ink) => contrast(luminance(ground), page) >= 3.1 && contrast(luminance(ground), luminance(ink)) >= 4.6;
  for (const ground of grounds) for (const ink of page > 0.4 ? [DARK_INK, LIGHT_INK] : [LIGHT_INK, DARK_INK]) if (fits(ground, ink)) return { ground, ink };
  return page > 0.18 ? { ground: DARK_INK, ink: LIGHT_INK } : { ground: LIGHT_INK, ink: DARK_INK };
}

/** The luminance of what an element stands on: the first ground around it that is not transparent. */
function luminanceUnder(element, probe) {
  for (let each = element; each; each = each.parentElement || each.getRootNode().host) {
    const colour = linear(getComputedStyle(each).backgroundColor, probe);
    if (colour && colour.alpha > 0.5) return luminance(colour);
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return /dark/.test(scheme) && (!/light/.test(scheme) || matchMedia("(prefers-color-scheme: dark)").matches) ? 0.01 : 1;
}

/** Any CSS colour as linear RGB with `alpha`: the browser itself turns `oklch()` and the like into sRGB. */
function linear(colour, probe) {
  probe.style.color = `color-mix(in srgb, ${colour} 100%, transparent 0%)`;
  const told = getComputedStyle(probe).color, numbers = (told.match(/-?[\d.]+(?:e-?\d+)?/g) || []).map(Number);
  const scale = told.startsWith("color(") ? 1 : 255, [red, green, blue, alpha = 1] = numbers;
  if (numbers.length < 3) return null;
  const parts = [red, green, blue].map((part) => part / scale).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return Object.assign(parts, { alpha });
}

/** The rules of both lights. A page's own `--narrator-light` and `--narrator-light-ink` go first. */
function lightRules({ ground, ink }) {
  return `::highlight(narrator-sentence) { background-color: var(--narrator-light, ${css(ground)}); color: var(--narrator-light-ink, ${css(ink)}); text-shadow: none }
::highlight(narrator-word) { background-color: var(--narrator-light-ink, ${css(ink)}); color: var(--narrator-light, ${css(ground)}); text-shadow: none }
@media (forced-colors: active) { ::highlight(narrator-sentence) { background-color: Highlight; color: HighlightText } ::highlight(narrator-word) { background-color: HighlightText; color: Highlight } }`;
}

class Light {
  /** @param probe an element of ours that colours are tried on. */
  constructor(probe) {
    this.probe = probe;
    this.mine = new Map(LIGHTS.map((name) => [name, []]));
    this.sheet = sheet("");
  }

  /** Light these ranges, and put out what was lit before. Several players share the two lights of a page. */
  set(sentence, word = []) {
    if (!globalThis.Highlight || !CSS.highlights) return;
    if (sentence.length) this.tint(sentence[0].startContainer);
    [sentence, word].forEach((ranges, index) => {
      const name = LIGHTS[index], shared = CSS.highlights.get(name) || new Highlight();
      for (const range of this.mine.get(name)) shared.delete(range);
      for (const range of ranges) shared.add(range);
      shared.priority = index;
      this.mine.set(name, ranges);
      CSS.highlights.set(name, shared);
    });
  }

  /** Choose the colours for the ground that the text stands on. */
  tint(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement, level = luminanceUnder(element, this.probe);
    const root = element.getRootNode(), { adoptedStyleSheets } = root;
    if (adoptedStyleSheets && !adoptedStyleSheets.includes(this.sheet)) root.adoptedStyleSheets = [...adoptedStyleSheets, this.sheet];
    if (level === this.level) return;
    this.level = level;
    this.sheet.replaceSync(lightRules(lightOn(level)));
  }
}
