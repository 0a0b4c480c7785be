/** One article: what is read, what is said, and the way to its publication. */
import { API, all, ask, one, onClick, onSubmit, query, ready, reload, say, words } from "./page.js";
import { names } from "./names.js";
import { askAhead, isPlaying, play, stop } from "./sound.js";

const page = one("[data-narration]").dataset;
const at = (path) => `${API}/narrations/${page.narration}${path}`;
const revision = () => Number(page.revision);

/** Changes the script, step after step. */
async function change(...steps) {
  for (const what of steps) {
    const changed = await ask("PATCH", at("/script"), { revision: revision(), ...what });
    if (!changed) return;
    page.revision = changed.revision;
  }
  reload(words.saved);
}
const DO = {
  speak: () => ask("POST", at("/speak")),
  refetch: () => ask("POST", at("/refetch")),
  undo: () => ask("POST", at("/undo"), { revision: revision() }),
  publish: async () => (await ask("POST", at("/approve"))) && ask("POST", at("/publish")),
  "take-back": () => ask("POST", at("/take-back")),
};
for (const button of all("[data-do]")) {
  const action = DO[button.dataset.do];
  if (action) onClick(button, async () => (await action()) && reload(words.saved));
}
const remover = one("[data-do=remove]");
if (remover) onClick(remover, async () => confirm(words.sure) && (await ask("DELETE", at(""))) && reload(words.removed, "/"));

/* Hearing: one sentence, or one after the other with the next asked for while one is heard. */
const sound = (button) => at(`/sentences/${button.dataset.play}/audio`);
for (const button of all("[data-play]")) button.addEventListener("click", () => play(button, sound(button)));
function playFrom([button, ...rest]) {
  if (!button) return;
  const starts = play(button, sound(button), () => playFrom(rest));
  button.scrollIntoView({ block: "nearest" });
  if (rest.length) starts.then(() => button.classList.contains("playing") && askAhead(sound(rest[0])));
}
one("[data-play-all]")?.addEventListener("click", () => (isPlaying() ? stop() : playFrom(all("[data-play]"))));

/* What is read. */
for (const button of all("[data-line]")) {
  const { text, occurrence } = button.closest(".line").dataset;
  onClick(button, () => change({ line: { text, occurrence: Number(occurrence), is_read: button.dataset.line === "true" } }));
}
/** An edit that fits no more is taken back, or moved to the sentence that it was meant for. */
for (const button of all("[data-unfit]")) {
  onClick(button, () => {
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

/* What is said. */
function edit(button) {
  const place = button.closest(".sentence");
  if (one(".editor", place)) return one("textarea", place).focus();
  const form = one("#editor").content.firstElementChild.cloneNode(true);
  const said = one("textarea", form);
  said.value = place.dataset.said;
  const sentence = { written: one(".written", place).textContent, occurrence: Number(place.dataset.occurrence) };
  for (const each of all("button", form)) each.ariaLabel = `${each.textContent}: ${sentence.written.slice(0, 60)}`;
  const close = () => { stop(); form.remove(); button.focus(); };
  onSubmit(form, () => change({ sentence: { ...sentence, said: said.value } }));
  onClick(one("[data-rules]", form), () => change({ sentence: { ...sentence, said: null } }));
  one("[data-cancel]", form).addEventListener("click", close);
  one("[data-hear]", form).addEventListener("click", (event) =>
    play(event.currentTarget, at(`/sentences/${button.dataset.edit}/audio?${query({ said: said.value })}`)));
  form.addEventListener("keydown", (event) => event.key === "Escape" && close());
  place.append(form);
  said.focus();
}
for (const button of all("[data-edit]")) button.addEventListener("click", () => edit(button));

const form = one("[data-name]");
names(form, (entry) => change({ name: { ...entry, where: form.elements.where.value } }));
onSubmit(form, (name) => change({ name }));
/** A name as it is marked in the script stands in the form by itself. */
document.addEventListener("selectionchange", () => {
  const marked = getSelection();
  const text = String(marked).trim();
  if (!form || !text || text.length > 60 || !marked.anchorNode?.parentElement?.closest(".script .written")) return;
  form.elements.written.value = text;
});

/* Headline, voice and label. */
onSubmit(one("[data-details]"), (given, event) => {
  const what = {};
  for (const field of event.target.elements) {
    const first = field.localName === "select" ? [...field.options].find((each) => each.defaultSelected)?.value : field.defaultValue;
    if (field.name && field.value !== first) what[field.name] = field.name !== "rate" ? field.value : field.value ? Number(field.value) : null;
  }
  return Object.keys(what).length ? change(what) : say(words.saved);
});
const cover = () => at(`/cover?revision=${page.revision}`);
one("[data-cover]")?.addEventListener("change", async (event) => {
  const body = new FormData();
  body.append("file", event.target.files[0]);
  if (await ask("PUT", cover(), body)) reload(words.saved);
});
const bare = one("[data-cover-back]");
if (bare) onClick(bare, async () => (await ask("DELETE", cover())) && reload(words.saved));
one("[data-copy]")?.addEventListener("click", async () => {
  await navigator.clipboard?.writeText(one("[data-copied-text]").textContent);
  say(words.copied);
});
ready();
