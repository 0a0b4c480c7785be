// The loader: one tag for a whole site. It asks one small file whether the page has a narration, and brings the player only then.
const TAG = document.currentScript || document.querySelector("script[src*='/embed.js']");
const BASE = new URL(".", TAG.src);
const LISTED_DIGITS = 12;

/** The addresses that the page may be known by, the one that it names itself first. */
function addressesOfPage() {
  const named = [document.querySelector("link[rel~=canonical][href]")?.href, document.querySelector("meta[property='og:url'][content]")?.content];
  return [...new Set([...named, location.href].filter(Boolean).map(canonical))];
}

async function json(path) {
  const answer = await fetch(new URL(path, BASE), { credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
  return answer.json();
}

/** The facts of the page's narration and where they were; null where it has none. */
async function narrationOfPage() {
  for (const address of addressesOfPage()) {
    const name = hashed(address);
    if (!(await json(`embed/index/${name.slice(0, 2)}.json`)).includes(name.slice(2, LISTED_DIGITS))) continue;
    const player = import(new URL("narrator-player.js", BASE)), facts = await json(`embed/${name}.json`);
    await player;
    if (facts.address === address) return { ...facts, data: new URL(`embed/${name}.json`, BASE).href };
  }
  return null;
}

let shown = null;

async function show() {
  const where = location.href.split("#")[0];
  if (shown?.where === where) return;
  shown?.embedded?.end();
  const mine = shown = { where };
  try {
    const facts = await narrationOfPage();
    if (facts && shown === mine) mine.embedded = customElements.get("narrator-player").embed(facts, BASE.href, TAG.dataset);
  } catch (error) {
    console.warn(`narrator: ${error.message}. A Content-Security-Policy must allow ${BASE.origin} in script-src, connect-src and media-src.`);
  }
}

if (!window.narratorIsHere) {
  window.narratorIsHere = true;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show); else show();
  // Pages that draw the next article without a load.
  addEventListener("popstate", show);
  globalThis.navigation?.addEventListener("navigatesuccess", show);
}
