/** What the pages of the studio do: every change is a request to the API, and every answer is said in the status line. */
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const page = one("[data-narration]");
const number = page?.dataset.narration;
const API = "/api/v1";

/** Says something to everybody, also to a screen reader. */
function say(text, isTrouble = false) {
  const status = one("#status");
  status.textContent = text;
  status.classList.toggle("trouble", isTrouble);
}

/** Asks the API; what went wrong is said, and null is the answer. */
async function ask(method, path, body) {
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
  const text = [problem.title, problem.hint].filter(Boolean).join(" – ");
  say(answer.status === 409 && page ? `${page.dataset.conflict} (${text})` : text, true);
  return null;
}

/** Loads the page again and keeps what is said and where the reader is. */
function reload(text = "") {
  sessionStorage.setItem("said", text);
  sessionStorage.setItem("top", String(scrollY));
  location.reload();
}

addEventListener("DOMContentLoaded", () => {
  const text = sessionStorage.getItem("said");
  if (text !== null) {
    sessionStorage.removeItem("said");
    say(text);
    scrollTo(0, Number(sessionStorage.getItem("top") || 0));
  }
});

/* Sound: one at a time. */
const sound = new Audio();
let playing = null;
function stop() {
  sound.pause();
  playing?.classList.remove("playing");
  if (playing) playing.textContent = "▶";
  playing = null;
}
/** The sound of an address; what is asked for ahead is not asked for again. */
const ahead = new Map();
function fetched(address) {
  const there = ahead.get(address) ?? (async () => {
    const answer = await fetch(address);
    if (answer.ok) return answer.blob();
    const problem = await answer.json();
    throw new Error([problem.title, problem.hint].filter(Boolean).join(" – "));
  })();
  ahead.delete(address);
  return there;
}
async function play(button, address, then) {
  const again = playing === button;
  stop();
  if (again) return;
  playing = button;
  button.classList.add("playing");
  button.textContent = "■";
  try {
    const body = URL.createObjectURL(await fetched(address));
    if (playing !== button) return;
    sound.src = body;
    sound.onended = () => { URL.revokeObjectURL(body); button.dataset.heard = "yes"; stop(); then?.(); };
    await sound.play();
    button.dataset.heard = "begun";
  } catch (error) {
    say(String(error.message || error), true);
    if (playing === button) stop();
  }
}
const query = (table) => new URLSearchParams(Object.entries(table).filter(([, value]) => value)).toString();

/* The inbox. */
for (const form of all("[data-add]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    const made = await ask("POST", `${API}/narrations`, given);
    if (made) location.href = `/narrations/${made.id}`;
  });
}
async function sendFile(file) {
  const body = new FormData();
  body.append("file", file);
  const made = await ask("POST", `${API}/narrations/file`, body);
  if (made) location.href = `/narrations/${made.id}`;
}
one("[data-file]")?.addEventListener("change", (event) => event.target.files[0] && sendFile(event.target.files[0]));
const drop = one("[data-drop]");
drop?.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop?.addEventListener("dragleave", () => drop.classList.remove("over"));
drop?.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const file = event.dataTransfer.files[0];
  const text = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
  if (file) await sendFile(file);
  else if (text) {
    const isAddress = /^https?:\/\/\S+$/.test(text.trim());
    const made = await ask("POST", `${API}/narrations`, isAddress ? { url: text.trim() } : { text });
    if (made) location.href = `/narrations/${made.id}`;
  }
});
for (const button of all("[data-bulk]")) {
  button.addEventListener("click", async () => {
    if (button.dataset.bulk === "remove" && !confirm(live.dataset.sure)) return;
    let done = 0;
    const chosen = all("[data-pick]:checked").map((each) => each.dataset.pick);
    for (const id of chosen) {
      const at = `${API}/narrations/${id}`;
      const steps = { speak: [["POST", "/speak"]], publish: [["POST", "/approve"], ["POST", "/publish"]], remove: [["DELETE", ""]] };
      let went = true;
      for (const [method, path] of steps[button.dataset.bulk]) went = went && (await ask(method, at + path));
      done += went ? 1 : 0;
    }
    if (chosen.length && done === chosen.length) reload(`${done} ✓`);
  });
}

/* One article. */
const change = async (...steps) => {
  for (const what of steps) {
    const made = await ask("PATCH", `${API}/narrations/${number}/script`, { revision: Number(page.dataset.revision), ...what });
    if (!made) return;
    page.dataset.revision = made.revision;
  }
  reload(page.dataset.saved);
};
const DO = {
  speak: () => ask("POST", `${API}/narrations/${number}/speak`),
  refetch: () => ask("POST", `${API}/narrations/${number}/refetch`),
  undo: () => ask("POST", `${API}/narrations/${number}/undo`, { revision: Number(page.dataset.revision) }),
  publish: async () => (await ask("POST", `${API}/narrations/${number}/approve`)) && ask("POST", `${API}/narrations/${number}/publish`),
  take_back: () => ask("POST", `${API}/narrations/${number}/take-back`),
  remove: async () => confirm(page.dataset.sure) && (await ask("DELETE", `${API}/narrations/${number}`)) && void (location.href = "/"),
};
for (const button of all("[data-do]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    const made = await DO[button.dataset.do]();
    button.disabled = false;
    if (made) reload(page.dataset.saved);
  });
}
const sentenceAt = (button) => `${API}/narrations/${number}/sentences/${button.dataset.play}/audio`;
for (const button of all("[data-play]")) button.addEventListener("click", () => play(button, sentenceAt(button)));
/** Sentence after sentence, the next one asked for while one is heard. */
function playFrom(buttons) {
  const [button, next] = buttons;
  if (!button) return;
  const starts = play(button, sentenceAt(button), () => playFrom(buttons.slice(1)));
  button.scrollIntoView({ block: "nearest" });
  if (next) starts.then(() => { if (playing === button) { const asked = fetched(sentenceAt(next)); asked.catch(() => {}); ahead.set(sentenceAt(next), asked); } });
}
one("[data-play-all]")?.addEventListener("click", () => (playing ? stop() : playFrom(all("[data-play]"))));
for (const button of all("[data-line]")) {
  button.addEventListener("click", () => {
    const line = button.closest(".line").dataset;
    return change({ line: { text: line.text, occurrence: Number(line.occurrence), is_read: button.dataset.line === "true" } });
  });
}
/** An edit that fits no more is taken back, or moved to the sentence that it was meant for. */
for (const button of all("[data-unfit]")) {
  button.addEventListener("click", () => {
    const { unfit, text, said, nearest } = button.dataset;
    const occurrence = Number(button.dataset.occurrence);
    const back = {
      line: { line: { text, occurrence, is_read: null } },
      sentence: { sentence: { written: text, occurrence, said: null } },
      name: { name: { written: text } },
    }[unfit];
    return nearest ? change({ sentence: { written: nearest, occurrence: Number(button.dataset.nearestOccurrence), said } }, back) : change(back);
  });
}
function edit(button) {
  const place = button.closest(".sentence");
  if (one(".editor", place)) return one("textarea", place).focus();
  const form = one("#editor").content.firstElementChild.cloneNode(true);
  const said = one("textarea", form);
  said.value = place.dataset.said;
  const sentence = { written: one(".written", place).textContent, occurrence: Number(place.dataset.occurrence) };
  form.addEventListener("submit", (event) => { event.preventDefault(); change({ sentence: { ...sentence, said: said.value } }); });
  one("[data-rules]", form).addEventListener("click", () => change({ sentence: { ...sentence, said: null } }));
  one("[data-cancel]", form).addEventListener("click", () => { form.remove(); button.focus(); });
  one("[data-hear]", form).addEventListener("click", (event) =>
    play(event.currentTarget, `${API}/narrations/${number}/sentences/${button.dataset.edit}/audio?${query({ said: said.value })}`));
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") { form.remove(); button.focus(); } });
  place.append(form);
  said.focus();
}
for (const button of all("[data-edit]")) button.addEventListener("click", () => edit(button));
one("[data-name]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ name: Object.fromEntries(new FormData(event.target)) });
});
one("[data-details]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const what = {};
  for (const field of event.target.elements) {
    const first = field.tagName === "SELECT" ? [...field.options].find((each) => each.defaultSelected)?.value : field.defaultValue;
    if (field.name && field.value !== first) what[field.name] = field.name !== "rate" ? field.value : field.value ? Number(field.value) : null;
  }
  if (Object.keys(what).length) change(what);
});
/** The picture of the article. */
const coverAt = () => `${API}/narrations/${number}/cover?revision=${page.dataset.revision}`;
one("[data-cover]")?.addEventListener("change", async (event) => {
  const body = new FormData();
  body.append("file", event.target.files[0]);
  if (await ask("PUT", coverAt(), body)) reload(page.dataset.saved);
});
one("[data-cover-back]")?.addEventListener("click", async () => (await ask("DELETE", coverAt())) && reload(page.dataset.saved));
for (const button of all("[data-try-name]")) {
  button.addEventListener("click", () => {
    const given = new FormData(button.form);
    const { languageTag: language, voice } = button.dataset;
    const name = given.get("written");
    if (name) play(button, `${API}/speech?${query({ text: name, written: name, say: given.get("say"), language, voice })}`);
  });
}
/** A name as it is marked in the script stands in the form by itself. */
document.addEventListener("selectionchange", () => {
  const marked = getSelection();
  const form = one("[data-name]");
  const text = String(marked).trim();
  if (!form || !text || text.length > 60 || !marked.anchorNode?.parentElement?.closest(".script .written")) return;
  form.elements.written.value = text;
});
/** Three other ways to say a name, to hear and to take. */
async function propose(button) {
  const form = button.form;
  const list = one("[data-proposals]", form);
  const written = form.elements.written.value.trim();
  if (!written) return form.elements.written.focus();
  const { languageTag: language, voice } = button.dataset;
  const found = await ask("GET", `${API}/proposals?${query({ written, language, voice })}`);
  if (!found) return;
  const named = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
  list.replaceChildren(...found.map(({ entry, like, spelled }) => {
    const row = document.createElement("li");
    const how = like ? list.dataset.as.replace("{language}", named.of(like)) : list.dataset.letters;
    const play_ = Object.assign(document.createElement("button"), { type: "button", className: "play", textContent: "▶", ariaLabel: `${list.dataset.hear}: ${spelled || how}` });
    play_.addEventListener("click", () => play(play_, `${API}/speech?${query({ text: written, written, say: entry.say, like: entry.language, language, voice })}`));
    const text = Object.assign(document.createElement("div"), { className: "what" });
    text.append(Object.assign(document.createElement("b"), { textContent: spelled || written }), Object.assign(document.createElement("span"), { className: "small", textContent: how }));
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: list.dataset.take, ariaLabel: `${list.dataset.take}: ${spelled || how}` });
    take.addEventListener("click", async () => {
      if ("name" in form.dataset) await change({ name: { ...entry, where: form.elements.where.value } });
      else if (await ask("PUT", `${API}/lexicon`, entry)) reload("✓");
    });
    row.append(play_, text, take);
    return row;
  }));
  if (!found.length) list.append(Object.assign(document.createElement("li"), { textContent: list.dataset.none }));
}
for (const button of all("[data-propose]")) button.addEventListener("click", () => propose(button));
one("[data-copy]")?.addEventListener("click", async () => {
  await navigator.clipboard?.writeText(one("[data-copied-text]").textContent);
  say(page.dataset.copied);
});

/* Voices, pronunciations, the detector. */
for (const button of all("[data-voice-play]")) {
  button.addEventListener("click", () => {
    const { voicePlay: voice, languageTag: language } = button.dataset;
    play(button, `${API}/speech?${query({ text: one("[data-sample]").value, voice, language })}`);
  });
}
one("[data-lexicon]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await ask("PUT", `${API}/lexicon`, Object.fromEntries(new FormData(event.target)))) reload("✓");
});
one("[data-verify]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const found = await ask("POST", `${API}/verify`, new FormData(event.target));
  if (found) one("[data-answer]").textContent = found.answer ?? "";
});

/** Voices that can be added, with a button each. */
one("[data-offers-form]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const found = await ask("GET", `${API}/voices/offers?${query(Object.fromEntries(new FormData(form)))}`);
  if (!found) return;
  const list = Object.assign(document.createElement("ul"), { className: "list" });
  list.append(...found.items.map((each) => offered(each, form.dataset)));
  const notes = found.obstacles.map((text) => Object.assign(document.createElement("p"), { className: "small", textContent: text }));
  const none = Object.assign(document.createElement("p"), { textContent: form.dataset.none });
  one("[data-offered]").replaceChildren(found.items.length ? list : none, ...notes);
});
function offered(each, words) {
  const row = document.createElement("li");
  const text = Object.assign(document.createElement("div"), { className: "what" });
  const licence = each.is_free ? "" : each.is_free === null ? words.freeNull : words.freeFalse;
  const facts = [each.languages.join(", "), `${(each.size / 1e6).toFixed(1)} MB`, each.licence, licence, each.note].filter(Boolean).join(" · ");
  text.append(Object.assign(document.createElement("b"), { textContent: each.id }), Object.assign(document.createElement("span"), { className: "small", textContent: facts }));
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.addOne, ariaLabel: `${words.addOne}: ${each.id}` });
  button.addEventListener("click", async () => {
    button.disabled = true;
    say(words.adding);
    if (await ask("POST", `${API}/voices`, { voice: each.id })) return reload(`${each.id} ✓`);
    button.disabled = false;
  });
  row.append(text, button);
  return row;
}

/* Rules of a site. */
const rules = one("[data-site]");
const listed = (text) => text.split("\n").map((each) => each.trim()).filter(Boolean);
const ruled = () => {
  const given = Object.fromEntries(new FormData(rules));
  return { read: listed(given.read), skip: listed(given.skip), language: given.language.trim() || null };
};
const siteAt = () => `${API}/sites/${encodeURIComponent(rules.elements.host.value.trim())}`;
function triedLine(line) {
  const row = document.createElement("li");
  row.className = line.is_read ? "" : "cut";
  const text = Object.assign(document.createElement("div"), { className: "what" });
  const changed = line.is_read !== line.was_read;
  const verdict = changed ? (line.is_read ? rules.dataset.now : rules.dataset.not) : (line.is_read ? rules.dataset.read : rules.dataset.skipped);
  text.append(Object.assign(document.createElement("span"), { className: "written", textContent: line.text }),
    Object.assign(document.createElement("span"), { className: `small${changed ? " doubt warning" : ""}`, textContent: [verdict, line.selector].filter(Boolean).join(" · ") }));
  row.append(text);
  for (const [field, name] of line.selector ? [["skip", rules.dataset.skipPart], ["read", rules.dataset.onlyPart]] : []) {
    if (field === "skip" && !line.is_read) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name, ariaLabel: `${name}: ${line.selector}, ${line.text.slice(0, 60)}` });
    button.addEventListener("click", () => {
      const area = rules.elements[field];
      area.value = [...new Set([...listed(area.value), line.selector])].join("\n");
      tryRules();
    });
    row.append(button);
  }
  return row;
}
async function tryRules() {
  if (!rules.reportValidity()) return;
  const on = rules.dataset.narrationPage;
  const found = await ask("POST", `${siteAt()}/try`, { ...ruled(), ...(on ? { narration: on } : { url: rules.elements.url.value }) });
  if (!found) return;
  const changed = found.lines.filter((each) => each.is_read !== each.was_read);
  const list = (lines) => {
    const made = Object.assign(document.createElement("ul"), { className: "list tried" });
    made.append(...lines.map(triedLine));
    return made;
  };
  const title = Object.assign(document.createElement("h2"), { textContent: found.title });
  const words = Object.assign(document.createElement("p"), { textContent: rules.dataset.words.replace("{before}", found.words_before).replace("{now}", found.words) });
  const all_ = document.createElement("details");
  all_.open = !changed.length;
  all_.append(Object.assign(document.createElement("summary"), { textContent: `${rules.dataset.all} (${found.lines.length})` }), list(found.lines));
  one("[data-tried]").replaceChildren(title, words, changed.length ? list(changed) : Object.assign(document.createElement("p"), { textContent: rules.dataset.none }), all_);
}
one("[data-try-site]")?.addEventListener("click", tryRules);
rules?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await ask("PUT", siteAt(), ruled())) reload(rules.dataset.saved);
});

/* Settings. */
for (const form of all("[data-post]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    if ("minutes" in given) Object.assign(given, { minutes: Number(given.minutes), publish: "publish" in given });
    const made = await ask("POST", form.dataset.post, given);
    if (!made) return;
    const secret = made.secret ?? made.token;
    if (!secret) return reload("✓");
    const shown = document.createElement("p");
    shown.className = "note";
    shown.append(`${form.dataset.once} `, Object.assign(document.createElement("code"), { textContent: secret }));
    form.append(shown);
  });
}
for (const button of all("[data-delete]")) {
  button.addEventListener("click", async () => (await ask("DELETE", button.dataset.delete)) && reload("✓"));
}
for (const button of all("[data-again]")) {
  button.addEventListener("click", async () => (await ask("POST", button.dataset.again)) && reload("✓"));
}
one("[data-language]")?.addEventListener("change", (event) => {
  document.cookie = `narrator_language=${event.target.value}; path=/; max-age=31536000; samesite=strict`;
  location.href = location.pathname;
});

/* What changes elsewhere. A page in which somebody writes is never loaded again under their hands. */
const live = one("[data-live]");
if (live) {
  const events = new EventSource(`${API}/events?since=${live.dataset.live}`);
  let waits = 0;
  const later = () => {
    clearTimeout(waits);
    waits = setTimeout(() => {
      const isWriting = one(".editor") || all("input:not([type=checkbox]):not([type=search]), textarea").some((each) => each.value !== each.defaultValue) || all("[data-pick]:checked").length;
      if (!isWriting && !playing) reload(one("#status").textContent);
      else later();
    }, 400);
  };
  events.addEventListener("narration", (event) => {
    const row = JSON.parse(event.data);
    if (!page) later();
    else if (row.id === number && row.state === "speaking" && one("progress")) {
      one("progress").max = row.total || 1;
      one("progress").value = row.done;
    } else if (row.id === number && row.state !== page.dataset.state) later();
    else if (row.id === number && row.state === "speaking" && row.total) later();
  });
  addEventListener("pagehide", () => events.close());
}

/* Until here nothing listened to the buttons: a click on one was lost. */
one("#content").inert = false;
