/** Voices side by side, voices that can be added, pronunciations, and the detector. */
import { API, all, ask, made, one, onClick, onSubmit, query, ready, reload, say, words } from "./page.js";
import { removable } from "./lists.js";
import { names } from "./names.js";
import { play } from "./sound.js";

for (const button of all("[data-voice-play]")) {
  const { voicePlay: voice, languageTag: language } = button.dataset;
  button.addEventListener("click", () => play(button, `${API}/speech?${query({ text: one("[data-sample]").value, voice, language })}`));
}

function offered(each) {
  const licence = each.is_free ? "" : each.is_free === null ? words.readLicence : words.notFree;
  const facts = [each.languages.join(", "), `${(each.size / 1e6).toFixed(1)} MB`, each.licence, licence, each.note].filter(Boolean).join(" · ");
  const adder = made("button", { type: "button", textContent: words.add, ariaLabel: `${words.add}: ${each.id}` });
  onClick(adder, async () => {
    say(words.adding);
    if (await ask("POST", `${API}/voices`, { voice: each.id })) reload(`${each.id} ✓`);
  });
  return made("li", {}, made("div", { className: "what" }, made("b", { textContent: each.id }), made("span", { className: "small", textContent: facts })), adder);
}
onSubmit(one("[data-offers-form]"), async (given) => {
  const found = await ask("GET", `${API}/voices/offers?${query(given)}`);
  if (!found) return;
  const notes = found.obstacles.map((text) => made("p", { className: "small", textContent: text }));
  const list = found.items.length ? made("ul", { className: "list" }, ...found.items.map(offered)) : made("p", { textContent: words.noOffers });
  one("[data-offered]").replaceChildren(list, ...notes);
});

const learn = async (entry) => (await ask("PUT", `${API}/lexicon`, entry)) && reload(words.saved);
names(one("[data-lexicon]"), learn);
onSubmit(one("[data-lexicon]"), learn);

onSubmit(one("[data-verify]"), async (given, event) => {
  const found = await ask("POST", `${API}/verify`, new FormData(event.target));
  if (found) one("[data-answer]").textContent = found.answer ?? "";
});
removable();
ready();
