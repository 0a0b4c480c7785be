/** What all pages of the studio share: requests to the API, what is said, the focus, and what changes elsewhere. */

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const API = "/api/v1";
export const query = (table) => new URLSearchParams(Object.entries(table).filter(([, value]) => value)).toString();
export const words = one("#words").dataset;
const live = one("[data-live]");
const article = one("[data-narration]");
const SHORT_MS = 8_000; // so long good news stays; bad news stays until the next word
const REGION_MS = 150; // screen readers pass over what a live region says while the page is still loading

/** An element with its properties and what is in it. */
export const made = (tag, properties = {}, ...content) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
};

/** Says something to everybody, also to a screen reader. */
let hiding = 0;
export function say(text, isTrouble = false) {
  const status = one("#status");
  status.textContent = text;
  status.classList.toggle("trouble", isTrouble);
  clearTimeout(hiding);
  if (!isTrouble) hiding = setTimeout(() => { status.textContent = ""; }, SHORT_MS);
}

/** Asks the API; what went wrong is said, and null is the answer. */
export async function ask(method, path, body) {
  const headers = { "X-Narrator-Token": one("meta[name=token]")?.content ?? "" };
  if (body && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, { method, headers, body });
  } catch (error) {
    say(String(error.message || error), true);
    return null;
  }
  if (answer.ok) return answer.status === 204 ? {} : answer.json();
  const problem = await answer.json().catch(() => ({ title: answer.statusText }));
  say(answer.status === 409 && article ? `${article.dataset.conflict} (${told(problem)})` : told(problem), true);
  return null;
}
export const told = (problem) => [problem.title, problem.hint].filter(Boolean).join(" – ");

/** Lets a click do something. Until it is done the button is busy but not disabled: a disabled one loses the focus. */
export function onClick(button, action) {
  button.addEventListener("click", async (event) => {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    try {
      await action(event);
    } finally {
      button.ariaDisabled = null;
    }
  });
}

/** Lets a form do something when it is sent; sent twice, it does it once. */
export function onSubmit(form, action) {
  let isSent = false;
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSent) return;
    isSent = true;
    try {
      await action(Object.fromEntries(new FormData(form)), event);
    } finally {
      isSent = false;
    }
  });
}

/* A page is loaded again when something changed; who reads it stays where they are. */
const FOCUSABLE = "a[href], button, input, select, textarea, summary, iframe";
const NAMES = /^(data-(?!heard)|name$|id$|href$|aria-labelledby$)/;
const quoted = (attribute) => `[${attribute.name}="${CSS.escape(attribute.value)}"]`;
/** The tag and the attributes that name an element; those of its kind have the same without the values. */
function selectors(element) {
  const named = [...element.attributes].filter((each) => NAMES.test(each.name));
  const tag = element.localName;
  return { own: tag + named.map(quoted).join(""), kin: tag + named.map((each) => `[${each.name}]`).join("") };
}
/** Where the focus is: the element, and what is around it, from the inside out. */
function placeOfFocus() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const around = [];
  for (let each = focused.parentElement; each && each !== document.body; each = each.parentElement) {
    const { own } = selectors(each);
    if (own !== each.localName || each.tabIndex === -1 && each.hasAttribute("tabindex"))
      around.push({ own, index: all(FOCUSABLE, each).indexOf(focused) });
  }
  return { ...selectors(focused), around, isSeen: focused.matches(":focus-visible") };
}
/** The element at that place: the same, else the one of its kind, else what holds it, else its neighbour. */
function elementAt({ own, kin, around }) {
  const only = (selector, root) => { const found = all(selector, root); return found.length === 1 ? found[0] : null; };
  const same = only(own);
  if (same) return same;
  for (const { own: outer, index } of around) {
    const place = only(outer);
    if (!place) continue;
    const near = all(FOCUSABLE, place);
    const found = only(own, place) ?? only(kin, place) ?? (place.tabIndex === -1 && place.hasAttribute("tabindex") ? place : near[Math.min(index, near.length - 1)]);
    if (found) return found;
  }
  return null;
}
function focusAgain(place) {
  const found = elementAt(place);
  if (!found) return;
  const folded = found.closest("details");
  if (folded && found.localName !== "summary") folded.open = true;
  if (!place.isSeen) {
    found.classList.add("quiet");
    for (const kind of ["keydown", "blur"]) found.addEventListener(kind, () => found.classList.remove("quiet"), { once: true });
  }
  found.focus({ preventScroll: true });
}

/** Goes to a page, this one if no other is named, and says something there. On this one the place of the reader is kept. */
let unsaid = "";
export function reload(text = "", address = "") {
  unsaid = text || unsaid; // of two reasons to load the page again, the one without words takes those of the other not away
  const isHere = !address || new URL(address, location).pathname === location.pathname;
  const place = isHere ? placeOfFocus() : null;
  sessionStorage.setItem("after", JSON.stringify({ text: unsaid, place, top: isHere ? scrollY : 0, state: article?.dataset.state }));
  if (address) location.href = address;
  else location.reload();
}
/** Says something when the page has been there for a moment. */
function later(text) {
  unsaid = text;
  setTimeout(() => { if (unsaid) say(unsaid); unsaid = ""; }, REGION_MS);
}
function afterwards(news) {
  const before = JSON.parse(sessionStorage.getItem("after") ?? "null");
  if (!before) return later(news);
  sessionStorage.removeItem("after");
  scrollTo(0, before.top);
  if (before.place) focusAgain(before.place);
  const isNew = article && before.state && before.state !== article.dataset.state;
  later([before.text, news, isNew ? one(".head .state").textContent : ""].filter(Boolean).join(" · "));
}

/** Follows the studio's events. A page in which somebody writes is never loaded again under their hands. */
function follow() {
  const events = new EventSource(`${API}/events?since=${live.dataset.live}`);
  const FIELDS = "input:not([type=checkbox]):not([type=search]):not([type=file]), textarea";
  let waits = 0;
  const again = () => {
    clearTimeout(waits);
    waits = setTimeout(() => {
      const isWriting = one(".editor") || all(FIELDS).some((each) => each.value !== each.defaultValue) || all("[data-pick]:checked").length;
      if (isWriting || one(".playing")) again();
      else reload(one("#status").textContent);
    }, 400);
  };
  events.addEventListener("narration", (event) => {
    const row = JSON.parse(event.data);
    const mine = article?.dataset;
    if (!mine) return again();
    if (row.id !== mine.narration) return;
    const bar = one("progress");
    if (row.state !== mine.state || (row.state === "speaking" && row.total && !bar)) again();
    else if (row.state === "speaking" && bar) Object.assign(bar, { max: row.total || 1, value: row.done });
  });
  addEventListener("pagehide", () => events.close());
}

/** The last call of every page's script, with what is to be said on it: until then nothing listened to the buttons, and a click on one was lost. */
export function ready(news = "") {
  onSubmit(one("[data-language]"), ({ language }) => {
    document.cookie = `narrator_language=${language}; path=/; max-age=31536000; samesite=strict`;
    const address = new URL(location);
    address.searchParams.delete("language");
    history.replaceState(null, "", address);
    reload();
  });
  one("#content").inert = false;
  afterwards(news);
  if (live) follow();
}
