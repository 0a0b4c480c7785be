// What the controls say and show.
function nameControls(player) {
  const { words, facts, sentences } = player, region = player.$(".player"), has = (name) => sentences.length || !OF_SENTENCES.includes(name);
  region.setAttribute("aria-label", words.region);
  region.lang = words === WORDS || !facts.words && !player.hasAttribute("language") ? "en" : player.getAttribute("language") || facts.wording || "";
  if (!region.lang) region.removeAttribute("lang");
  region.dir = words.direction || "ltr";
  for (const each of player.shadowRoot.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
  for (const each of player.shadowRoot.querySelectorAll("[data-do]")) {
    nameButton(each, words[each.dataset.do]);
    each.classList.toggle("none", !has(each.dataset.do));
  }
  player.$(".position").setAttribute("aria-label", words.position);
  player.$('slot[name="label"]').textContent = player.getAttribute("label") || facts.label?.text || words.label;
  for (const each of player.shadowRoot.querySelectorAll(".mark")) each.textContent = facts.mark || "AI";
  if (facts.label) player.$(".said").lang = facts.label.language;
  player.$("#keys").replaceChildren(...KEYS.filter(([, name]) => has(name)).flatMap(([key, name]) => [h("dt", {}, key), h("dd", {}, words[name])]));
  player.$(".long").textContent = player.sound.length ? `${words.listen} · ${filled(words.minutes, { n: Math.max(1, Math.round(player.sound.length / 60)) })}` : words.listen;
  fillSleep(player);
  showState(player);
}

function nameButton(button, name) {
  if (name === undefined || button.querySelector("[data-word], .long")) return;
  if (!button.querySelector("svg")) { button.textContent = name; return; }
  button.setAttribute("aria-label", name);
  button.title = name;
}

function fillSleep(player) {
  const { words, facts } = player, select = player.$(".sleep"), before = select.value;
  const choices = [["", words.off], ...SLEEPS.map((n) => [n, filled(words.minutes, { n })])];
  if (facts.chapters.length > 1) choices.push(["chapter", words.chapterEnd]);
  select.replaceChildren(...choices.map(([value, shown]) => h("option", { value }, shown)));
  select.value = before;
}

/** The chapters, the rows about the sound, the address to download. */
function fillLists(player) {
  const { facts } = player, { chapters } = facts;
  player.do("chapters").hidden = chapters.length < 2;
  player.$("#chapters ol").replaceChildren(...chapters.map(({ title, start }) => h("li", {},
    h("button", { type: "button", class: "text", "data-second": start }, h("span", {}, title), h("span", { class: "when" }, clock(start))))));
  if (facts.about) player.$('slot[name="about"]').replaceChildren(h("dl", {}, ...facts.about.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
  player.do("about").hidden = !facts.about && !player.querySelector('[slot="about"]');
  const link = player.$(".download"), { address } = player.sound;
  link.hidden = !address;
  if (address) link.href = address;
  player.$(".title").hidden = !facts.isElsewhere;
  player.$(".title").replaceChildren(facts.page ? h("a", { href: facts.page }, facts.title || "") : facts.title || "");
  showQueue(player);
}

function showState(player) {
  const { sound, words } = player, total = sound.length, now = Math.min(sound.now, total || Infinity);
  const button = player.do("play"), name = sound.isPaused ? words.play : words.pause;
  if (button.title !== name) { nameButton(button, name); button.querySelector("path").setAttribute("d", ICONS[sound.isPaused ? "play" : "pause"]); }
  const position = player.$(".position");
  position.max = total;
  position.value = now;
  position.style.setProperty("--done", total ? now / total : 0);
  position.setAttribute("aria-valuetext", filled(words.of, { time: clock(now), total: clock(total) }));
  player.$(".now").textContent = clock(now);
  player.$(".left").textContent = total ? filled(words.left, { time: clock((total - now) / sound.rate) }) : "";
  player.$(".volume").value = player.media.muted ? 0 : player.media.volume;
  player.do("mute").setAttribute("aria-pressed", String(player.media.muted));
  showTrouble(player);
}

/** Loading, and what cannot be loaded. */
function showTrouble(player) {
  const { sound, words } = player, { state } = sound;
  if (state === player.shownState) return;
  player.$(".player").classList.toggle("loading", state === "loading");
  player.$(".player").setAttribute("aria-busy", String(state === "loading"));
  player.do("again").hidden = state !== "lost";
  player.say(state === "lost" ? words.lost : state === "loading" ? words.loading : "");
  if (state === "lost") player.emit("error", { message: player.media.error?.message || "" });
  player.shownState = state;
}

function markChapter(player) {
  const buttons = [...player.$("#chapters").querySelectorAll("button")];
  const here = buttons.filter(({ dataset }) => Number(dataset.second) <= player.now + 0.001).pop();
  for (const each of buttons) each.removeAttribute("aria-current");
  here?.setAttribute("aria-current", "true");
}

/** One roving tab stop in the text: the sentence that is heard, unless the reader's focus is on another. */
function stopAt(player, element) {
  const { stopped, words, sentences } = player;
  if (!element || element === stopped || sentences.of(document.activeElement) >= 0 && element !== document.activeElement) return;
  for (const name of ["tabindex", "role", "aria-roledescription", "aria-label", "aria-description"]) stopped?.removeAttribute(name);
  player.stopped = element;
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-roledescription", words.sentence);
  element.setAttribute("aria-label", element.textContent);
  element.setAttribute("aria-description", words.here);
}
