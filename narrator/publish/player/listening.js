// What the player listens to: its own controls, its sound, the keys and the text of the page.
const NEVER = "a, button, input, select, textarea, summary, label, video, audio, img, [role=button], [role=link], [contenteditable]:not([contenteditable=false])";

function listenToControls(player, on) {
  on(player.shadowRoot, "click", (event) => {
    const button = event.target.closest?.("[data-do], [data-second], [data-item]");
    if (button?.dataset.do) player.act(button.dataset.do);
    else if (button?.dataset.second) { player.seek(Number(button.dataset.second)); player.play(); }
    else if (button?.dataset.item) leaveOut(player, button.dataset.item);
  });
  on(player, "keydown", (event) => press(player, event));
  on(player.$(".position"), "input", (event) => player.seek(Number(event.target.value)));
  on(player.$(".speed"), "change", (event) => player.setSpeed(Number(event.target.value)));
  on(player.$(".sleep"), "change", (event) => { player.sleep.set(event.target.value, chapterEnd(player)); player.await(); });
  on(player.$(".volume"), "input", (event) => { player.media.volume = Number(event.target.value); player.media.muted = false; });
}

function chapterEnd({ facts, now, sound }) {
  return facts.chapters.find(({ start }) => start > now + 0.001)?.start ?? sound.length;
}

function listenToSound(player, on) {
  const { media, sound } = player;
  on(media, "play", () => {
    lockScreen.take(player);
    player.started();
    player.emit("play");
    player.follower.reach(player.sentences.cues[player.at]?.ranges[0]);
  });
  on(media, "pause", () => { player.remember(); if (!media.ended) player.emit("pause"); });
  on(media, "ended", () => { player.remember(0); player.emit("complete"); goOn(player); });
  for (const type of ["play", "playing", "seeked", "ratechange"]) on(media, type, () => { player.await(); lockScreen.tell(sound); });
  on(media, "loadedmetadata", () => { player.name(); player.offerResume(); lockScreen.tell(sound); });
  const every = setInterval(() => { if (!sound.isPaused) { player.remember(); player.emit("progress"); } }, KEEP_MS);
  player.gone.signal.addEventListener("abort", () => { player.remember(); clearInterval(every); });
  on(window, "pagehide", () => player.remember());
  on(document, "visibilitychange", () => document.hidden && player.remember());
}

function listenToPage(player, on) {
  on(window, "hashchange", () => player.openLink());
  on(window, "storage", () => showQueue(player));
  on(matchMedia("(prefers-color-scheme: dark)"), "change", () => player.shape());
  on(document, "click", (event) => { dismiss(player, event); clickText(player, event); });
  on(document, "keydown", (event) => { pressSentence(player, event); if (player.getAttribute("keys") === "page") pressPage(player, event); });
}

/** A click beside an open panel closes it. */
function dismiss(player, event) {
  if (event.composedPath().includes(player)) return;
  for (const name of PANELS) if (!player.$(`#${name}`).hidden) player.disclose(name);
}

/** A click on a sentence plays from there; a double click selects a word and does not, so the first is waited out. */
function clickText(player, event) {
  const { target, clientX, clientY, timeStamp } = event, choice = player.facts.click, isSecond = timeStamp - (player.clickedAt ?? -Infinity) < DOUBLE_MS;
  clearTimeout(player.clicked);
  player.clickedAt = timeStamp;
  if (event.defaultPrevented || event.button || isSecond || target.closest?.(NEVER) || !getSelection().isCollapsed) return;
  if (choice === "never" || choice === "started" && !player.hasStarted) return;
  const index = player.sentences.under(clientX, clientY);
  if (index < 0) return;
  player.clicked = setTimeout(() => getSelection().isCollapsed && player.from(index), event.pointerType === "touch" ? 0 : DOUBLE_MS);
}

// --- keys -----------------------------------------------------------------------------------------------------------

const isPlain = (event) => !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;

/** Keys inside the player. */
function press(player, event) {
  const target = event.composedPath()[0], kind = target.localName;
  if (!isPlain(event)) return;
  if (event.key === "Escape") return void escape(player, event);
  if (kind === "select" || kind === "input" && /^(Arrow|Home|End|Page)/.test(event.key)) return;
  if (event.key === " " && (kind === "button" || kind === "a")) return;
  const act = keyed(player, event);
  if (act) { event.preventDefault(); act(); }
}

function keyed(player, { key, shiftKey }) {
  const speed = (by) => player.setSpeed(SPEEDS[Math.min(Math.max(0, SPEEDS.indexOf(player.sound.rate) + by), SPEEDS.length - 1)]);
  const loud = (by) => { player.media.volume = Math.min(1, Math.max(0, player.media.volume + by)); };
  const name = { " ": "play", k: "play", j: "back15", l: "forth15", m: "mute", c: "link", f: "follow", h: "highlight" }[key.toLowerCase()];
  if (name) return player.do(name).classList.contains("none") ? null : () => player.act(name);
  return {
    "<": () => speed(-1), ">": () => speed(1), ArrowUp: () => loud(0.1), ArrowDown: () => loud(-0.1),
    // As the buttons stand: back on the left, whatever the script, as on every machine that plays.
    ArrowLeft: () => player.step(-1, shiftKey), ArrowRight: () => player.step(1, shiftKey),
    "?": () => { if (player.$("#options").hidden) player.disclose("options"); player.disclose("keys"); },
  }[key];
}

function escape(player, event) {
  for (const name of PANELS) {
    if (player.$(`#${name}`).hidden) continue;
    event.preventDefault();
    player.disclose(name);
    player.do(name).focus();
  }
}

/** Space and K anywhere on our own page, except where they write or press something. They can be turned off (WCAG 2.1.4). */
function pressPage(player, event) {
  const target = event.composedPath()[0], isOff = player.do("shortcuts").getAttribute("aria-pressed") !== "true";
  if (isOff || !isPlain(event) || event.shiftKey || event.composedPath().includes(player)) return;
  if (event.key !== " " && event.key.toLowerCase() !== "k") return;
  if (target.closest("input, textarea, select, [contenteditable]") || event.key === " " && target.closest("button, summary, a")) return;
  event.preventDefault();
  player.toggled();
}

function pressSentence(player, event) {
  const { target } = event, { sentences } = player, index = sentences.of(target);
  if (index < 0 || !isPlain(event) || target.closest("a")) return;
  if (event.key === "Enter") { event.preventDefault(); player.from(index); return; }
  // In the text an arrow leads where it points.
  const forward = getComputedStyle(target).direction === "rtl" ? -1 : 1;
  const next = sentences.beside(index, { ArrowLeft: -forward, ArrowRight: forward }[event.key]);
  if (!next) return;
  event.preventDefault();
  next.tabIndex = 0;
  next.focus();
  stopAt(player, next);
}
