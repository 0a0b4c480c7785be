// <narrator-player>: plays an article and follows it sentence by sentence. Nothing is sent anywhere.
const STEP_S = 15;
const KEEP_MS = 5000;
const DOUBLE_MS = 350;
const FACTS = { cues: [], chapters: [], files: [] };
const HERE = document.currentScript?.src || "";

class NarratorPlayer extends HTMLElement {
  static observedAttributes = ["src", "label", "language"];
  /** Finds the ranges of cues that name no elements; embed.js brings one. */
  static locate = null;
  /** The folder that the other files of the player are in. */
  static base = HERE;

  connectedCallback() {
    // A script in the head meets the element before its children are there.
    if (document.readyState === "loading" && !this.shadowRoot) return void document.addEventListener("DOMContentLoaded", () => this.isConnected && this.start(), { once: true });
    this.start();
  }

  start() {
    if (this.gone && !this.gone.signal.aborted) return;
    if (!this.shadowRoot) this.build();
    this.listen();
    this.shape();
    this.open();
    this.show();
    if (this.wasPlaying) this.sound.play();
  }

  /** Moved in the page it plays on: the browser pauses what leaves, even for a moment. */
  disconnectedCallback() {
    if (!this.gone) return;
    this.wasPlaying = !this.sound.isPaused;
    this.gone.abort();
    clearTimeout(this.timer);
    this.light.set([]);
    queueMicrotask(() => { if (!this.isConnected) this.sound.pause(); else this.wasPlaying = false; });
  }

  attributeChangedCallback(name, before, now) {
    if (!this.shadowRoot || before === now) return;
    if (name === "src") this.narration = { ...FACTS, files: [{ src: now }] };
    else if (name === "language") this.speak(now);
    else this.name();
  }

  build() {
    this.attachShadow({ mode: "open" }).append(controls());
    this.shadowRoot.adoptedStyleSheets = [sheet(STYLE)];
    this.facts = { ...FACTS, ...(this.given || this.written()) };
    this.words = { ...WORDS, ...this.facts.words };
    this.sound = new Sound(this.audio(), () => this.show());
    this.light = new Light(this.$(".spot"));
    this.dock = new Dock(this.$(".room"), this.$(".player"), () => this.hasStarted && !this.isClosed);
    this.follower = new Follower(() => this.sentences.length && !this.sound.isPaused, (away) => this.offerBack(away));
    this.sleep = new Sleep(() => { this.sound.pause(); this.$(".sleep").value = ""; this.say(this.words.slept); });
    this.isLighting = true;
    this.take();
    this.prefer();
    if (this.hasAttribute("language")) this.speak(this.getAttribute("language"));
  }

  $(selector) { return this.shadowRoot.querySelector(selector); }
  do(name) { return this.$(`[data-do="${name}"]`); }

  written() {
    try { return JSON.parse(this.querySelector('script[type="application/json"]').textContent) || {}; } catch { return {}; }
  }

  audio() {
    const there = this.querySelector("audio");
    if (there) { there.controls = false; return there; }
    const made = this.shadowRoot.appendChild(h("audio", { preload: "metadata" }));
    if (this.hasAttribute("src")) made.src = this.getAttribute("src");
    else made.append(...this.facts.files.map(({ src, type }) => h("source", { src, type: type || null })));
    return made;
  }

  /** What it plays, as `narrator publish` writes it: `{id, title, files, cues, chapters, …}`. */
  get narration() { return this.facts; }
  set narration(facts) {
    if (!this.shadowRoot) { this.given = facts; return; }
    this.light.set([]);
    this.facts = { ...FACTS, ...facts };
    this.words = { ...WORDS, ...(facts.words || this.facts.words) };
    this.hasStarted = false;
    this.$(".player").classList.remove("on");
    this.sound.load(this.facts.files);
    this.take();
    this.show();
  }

  get media() { return this.sound.audio; }

  // --- what it is about ---------------------------------------------------------------------------------------------

  /** Take in what the narration has: its sentences, chapters, label and names. */
  take() {
    const { facts } = this;
    this.sentences = new Sentences(facts.cues);
    this.at = this.wordAt = -1;
    this.kept = 0;
    this.sound.expected = facts.duration || 0;
    this.locate();
    this.name();
    fillLists(this);
    lockScreen.name(facts);
  }

  /** Find the sentences in the page again: it may have been drawn anew. */
  locate() {
    if (!NarratorPlayer.locate || !this.facts.cues.some(({ quote }) => quote)) return;
    this.sentences.places(NarratorPlayer.locate(this.facts.cues));
    this.paint();
  }

  async speak(language) {
    const primary = (language || "").split("-")[0].toLowerCase();
    try {
      this.words = primary === "en" ? WORDS : { ...WORDS, ...await (await fetch(new URL(`words/${primary}.json`, NarratorPlayer.base))).json() };
    } catch { return; }
    this.name();
    this.show();
  }

  name() { nameControls(this); }

  /** Which side of the page's light it is on. */
  shape() {
    this.$(".player").classList.toggle("dark", luminanceUnder(this.parentElement, this.$(".spot")) < 0.18);
    this.paint();
  }

  show() {
    if (this.gone) showState(this);
    this.place();
  }

  // --- what happens to it -------------------------------------------------------------------------------------------

  listen() {
    this.gone = new AbortController();
    const { signal } = this.gone, on = (target, type, act, more) => target.addEventListener(type, act, { signal, ...more });
    listenToControls(this, on);
    listenToSound(this, on);
    listenToPage(this, on);
    this.sound.listen(on, signal);
    this.follower.listen(on, this);
    this.dock.listen(signal);
    const looks = new MutationObserver(() => this.shape());
    for (const each of [document.documentElement, document.body]) looks.observe(each, { attributes: true, attributeFilter: ["class", "style", "data-theme", "data-color-scheme", "data-bs-theme"] });
    signal.addEventListener("abort", () => looks.disconnect());
  }

  act(name) {
    const steps = { previousSentence: -1, nextSentence: 1 };
    if (steps[name]) this.step(steps[name]);
    else if (PANELS.includes(name) || name === "keys") this.disclose(name);
    else if (["follow", "highlight", "shortcuts"].includes(name)) { this.toggle(name); this.keep(); }
    else ({
      play: () => this.toggled(), start: () => this.begin(0), resume: () => this.begin(this.kept), back: () => this.comeBack(),
      back15: () => this.skip(-STEP_S), forth15: () => this.skip(STEP_S), mute: () => { this.media.muted = !this.media.muted; },
      link: () => this.copy(), close: () => this.shut(), again: () => this.play(), later: () => later(this),
    })[name]?.();
  }

  disclose(name) {
    const panel = this.$(`#${name}`);
    panel.hidden = !panel.hidden;
    this.do(name).setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden || name === "keys") return;
    for (const other of PANELS) if (other !== name && !this.$(`#${other}`).hidden) this.disclose(other);
  }

  shut() {
    this.isClosed = true;
    this.sound.pause();
    this.dock.update();
  }

  // --- the sound ----------------------------------------------------------------------------------------------------

  get now() { return this.sound.now; }
  get key() { return this.facts.id || this.sound.address; }

  toggled() { if (this.sound.isPaused) this.play(); else this.sound.pause(); }

  play() {
    this.say("");
    this.isClosed = false;
    this.started();
    return this.sound.play();
  }

  /** Begin at a second, with the button that begins; the focus goes on to the one that pauses. */
  begin(seconds) {
    this.seek(seconds);
    this.play();
    this.do("play").focus({ preventScroll: true });
  }

  /** From now on it shows its controls; what is read below keeps its place in the window. */
  started() {
    if (!this.hasStarted) {
      const room = this.$(".room"), before = room.getBoundingClientRect();
      this.hasStarted = true;
      this.$(".player").classList.add("on");
      const grown = room.getBoundingClientRect().height - before.height;
      if (before.bottom < 0 && grown) scrollBy({ top: grown, behavior: "instant" });
    }
    this.dock.update();
  }

  seek(seconds) {
    const from = this.now;
    this.started();
    this.sound.seek(seconds);
    this.emit("seek", { from });
  }

  skip(by) { this.follower.back(); this.seek(this.now + by); }

  step(by, paragraph = false) {
    this.follower.back();
    if (this.sentences.length) this.seek(this.sentences[paragraph ? "leap" : "step"](by, this.now));
    else this.seek(this.now + by * STEP_S * (paragraph ? 2 : 1));
  }

  setSpeed(speed) {
    this.sound.pace(speed);
    this.$(".speed").value = speed;
    this.keep();
  }

  /** Wake up when the light moves on: `timeupdate` comes four times a second only, and a hidden tab draws no frames. */
  await() {
    clearTimeout(this.timer);
    if (this.sound.isPaused) return;
    this.place();
    this.sleep.look(this.now);
    const next = Math.min(this.sentences.next(this.at, this.wordAt) ?? Infinity, this.sleep.place);
    const wait = ((next - this.now) / this.sound.rate) * 1000;
    this.timer = setTimeout(() => this.await(), Math.min(Math.max(wait, 4), 1000));
  }

  /** Show and tell where the voice is. */
  place() {
    const { sentences } = this, index = sentences.at(this.now), word = sentences.wordAt(index, this.now);
    stopAt(this, sentences.cues[index]?.element || sentences.beside(-1, 1));
    if (index === this.at && word === this.wordAt) return;
    const isNew = index !== this.at;
    this.at = index;
    this.wordAt = word;
    this.paint();
    if (isNew && sentences.cues[index]) this.reached(sentences.cues[index]);
  }

  reached({ id, start, end, ranges, notice }) {
    if (notice || this.isNoticed) this.say(notice || "");
    this.isNoticed = Boolean(notice);
    markChapter(this);
    this.emit("sentence", { id, index: this.at, start, end });
    this.follower.reach(ranges[0]);
  }

  paint() {
    const lit = this.isLighting && this.hasStarted;
    this.light.set(lit && this.sentences.cues[this.at]?.ranges || [], lit ? this.sentences.wordRanges(this.at, this.wordAt) : []);
  }

  // --- the reader's choices -----------------------------------------------------------------------------------------

  prefer() {
    const choices = kept.read("choices") || {};
    this.setSpeed(SPEEDS.includes(choices.speed) ? choices.speed : 1);
    for (const name of ["follow", "highlight", "shortcuts"]) if (choices[name] === false) this.toggle(name);
    this.isReady = true;
  }

  keep() {
    const on = (name) => this.do(name).getAttribute("aria-pressed") === "true";
    if (this.isReady) kept.write("choices", { speed: this.sound.rate, follow: on("follow"), highlight: on("highlight"), shortcuts: on("shortcuts") });
  }

  toggle(name) {
    const button = this.do(name), isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    if (name === "follow") { this.follower.on = isOn; this.comeBack(); }
    if (name === "highlight") { this.isLighting = isOn; this.paint(); }
  }

  open() {
    if (!this.openLink()) this.offerResume();
  }

  openLink() {
    const found = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
    if (!found || this.wasPlaying !== undefined) return false;
    this.seek(Number(found[1]));
    const [first] = this.sentences.cues[this.at]?.ranges || [];
    if (first) this.follower.centre(first);
    return true;
  }

  remember(seconds = this.now) { if (this.hasStarted) kept.leave(this.key, seconds); }

  offerResume() {
    const seconds = kept.place(this.key), { length } = this.sound;
    const isWorth = seconds > 3 && length && seconds < length - 3 && !this.hasStarted;
    this.kept = isWorth ? seconds : 0;
    this.do("resume").textContent = filled(this.words.resume, { time: clock(this.kept) });
    this.do("resume").hidden = !isWorth;
  }

  async copy() {
    const seconds = this.sentences.cues[this.at]?.start ?? this.now;
    const hash = `#t=${Math.round(seconds * 1000) / 1000}`;
    try {
      await navigator.clipboard.writeText(location.href.split("#")[0] + hash);
      this.say(this.words.copied);
    } catch {
      history.replaceState(null, "", hash);
      this.say(this.words.address);
    }
  }

  say(words) { this.$(".told").textContent = words; }

  /** Tell the page. `detail` always has `id`, `title`, `seconds` and `duration`. */
  emit(name, detail = {}) {
    const { id, title } = this.facts;
    this.dispatchEvent(new CustomEvent(`narrator:${name}`, { bubbles: true, composed: true,
      detail: { id, title, seconds: this.now, duration: this.sound.length, ...detail } }));
  }

  // --- the page -----------------------------------------------------------------------------------------------------

  offerBack(away) {
    const back = this.do("back");
    if (!away && back === this.shadowRoot.activeElement) this.do("play").focus({ preventScroll: true });
    back.hidden = !away;
  }

  comeBack() {
    this.follower.back();
    this.follower.reach(this.sentences.cues[this.at]?.ranges[0]);
  }

  from(index) {
    if (index < 0) return;
    this.follower.back();
    this.seek(this.sentences.cues[index].start);
    if (this.sound.isPaused) this.play();
  }
}
if (!customElements.get("narrator-player")) customElements.define("narrator-player", NarratorPlayer);
