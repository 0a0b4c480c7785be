// <narrator-player>: plays an article and follows it sentence by sentence. Nothing is sent anywhere.
class NarratorPlayer extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.build();
    this.listen();
    this.open();
    this.show();
  }

  disconnectedCallback() {
    this.gone.abort();
    clearTimeout(this.timer);
    this.sentences.paint(-1);
    this.media.pause();
  }

  build() {
    this.attachShadow({ mode: "open" }).innerHTML = MARKUP;
    this.shadowRoot.adoptedStyleSheets = [sheet(CSS)];
    this.facts = this.readFacts();
    this.words = { ...WORDS, ...this.facts.words };
    this.media = this.findMedia();
    this.sentences = new Sentences(this.facts.cues || []);
    this.follower = new Follower(() => this.sentences.length && !this.media.paused, (away) => this.offerBack(away));
    this.at = -1;
    this.lighting = true;
    this.wanted = null;
    this.name();
    this.fill();
    this.prefer();
  }

  $(selector) { return this.shadowRoot.querySelector(selector); }
  do(name) { return this.$(`[data-do="${name}"]`); }

  readFacts() {
    try { return JSON.parse(this.querySelector('script[type="application/json"]').textContent) || {}; } catch { return {}; }
  }

  findMedia() {
    const there = this.querySelector("audio");
    if (there) { there.controls = false; return there; }
    const made = make("audio", { preload: "metadata" });
    if (this.hasAttribute("src")) made.src = this.getAttribute("src");
    return this.appendChild(made);
  }

  // --- what it looks like -------------------------------------------------------------------------------------------

  name() {
    const { words } = this, region = this.$(".player"), own = this.sentences.length ? {} : BY_SECONDS;
    region.setAttribute("aria-label", this.getAttribute("label") || words.region);
    if (!this.facts.words) { region.lang = "en"; region.dir = "ltr"; }
    for (const each of this.shadowRoot.querySelectorAll("[data-do]")) this.call(each, words[own[each.dataset.do] || each.dataset.do]);
    for (const each of ["about", "chapter", "volume"]) this.$(`.w-${each}`).textContent = words[each];
    for (const each of ["position", "speed"]) this.$(`.${each}`).setAttribute("aria-label", words[each]);
    this.$('slot[name="label"]').textContent = words.label;
    this.$(".download").textContent = words.download;
    const keys = KEYS.filter(([, what]) => this.sentences.length || !NEED_SENTENCES.includes(what));
    this.$("#keys").append(...keys.flatMap(([key, what]) =>
      [make("dt", { textContent: key }), make("dd", { textContent: words[own[what] || what] })]));
    this.do("about").hidden = !this.querySelector('[slot="about"]');
    for (const each of ["follow", "highlight"]) this.do(each).hidden = !this.sentences.length;
  }

  call(element, name) {
    if (element.dataset.do === "about") return;
    if (element.querySelector("svg")) { element.setAttribute("aria-label", name); element.title = name; } else element.textContent = name;
  }

  fill() {
    const option = (value, shown) => make("option", { value, textContent: shown });
    this.$(".speed").append(...SPEEDS.map((speed) => option(speed, `${speed}×`)));
    const chapters = this.facts.chapters || [];
    this.$(".chapters").hidden = chapters.length < 2;
    this.$(".chapter").append(...chapters.map(({ title, start }) => option(start, title)));
    const link = this.$(".download"), address = this.media.currentSrc || this.media.querySelector("source")?.src || this.media.src;
    if (address) link.href = address; else link.hidden = true;
  }

  show() {
    const { media, words } = this, total = this.length, now = Math.min(this.now, total || Infinity);
    const playing = !media.paused, button = this.do("play"), name = playing ? words.pause : words.play;
    if (button.title !== name) { this.call(button, name); button.querySelector("path").setAttribute("d", ICONS[playing ? "pause" : "play"]); }
    const position = this.$(".position");
    position.max = total;
    position.value = now;
    position.style.setProperty("--done", total ? now / total : 0);
    position.setAttribute("aria-valuetext", words.of.replace("{time}", clock(now)).replace("{total}", clock(total)));
    this.$(".now").textContent = clock(now);
    this.$(".left").textContent = total ? words.left.replace("{time}", clock((total - now) / (media.playbackRate || 1))) : "";
    this.$(".volume").value = media.muted ? 0 : media.volume;
    this.do("mute").setAttribute("aria-pressed", String(media.muted));
    this.place();
  }

  // --- what happens to it -------------------------------------------------------------------------------------------

  listen() {
    this.gone = new AbortController();
    const { signal } = this.gone, { media } = this;
    const on = (target, type, act, more) => target.addEventListener(type, act, { signal, ...more });
    on(this.shadowRoot, "click", (event) => { const act = event.target.closest("[data-do]"); if (act) this.act(act.dataset.do); });
    on(this, "keydown", (event) => this.press(event));
    on(this.$(".position"), "input", (event) => this.seek(Number(event.target.value)));
    on(this.$(".speed"), "change", (event) => this.setSpeed(Number(event.target.value)));
    on(this.$(".chapter"), "change", (event) => this.seek(Number(event.target.value)));
    on(this.$(".volume"), "input", (event) => { media.volume = Number(event.target.value); media.muted = false; });
    on(media, "play", () => { this.show(); this.emit("play"); this.follower.reach(this.sentences.element(this.at)); });
    on(media, "pause", () => { this.show(); this.remember(); });
    on(media, "ended", () => { this.remember(0); this.say(this.words.finished); this.emit("complete"); });
    for (const type of ["seeked", "timeupdate", "durationchange", "volumechange"]) on(media, type, () => this.show());
    for (const type of ["play", "playing", "seeked", "ratechange"]) on(media, type, () => { this.show(); this.await(); this.tell(); });
    on(media, "loadedmetadata", () => { if (this.wanted !== null) this.seek(this.wanted); else this.offerResume(); this.tell(); });
    on(media, "error", () => this.say(this.words.lost), { capture: true });
    on(window, "hashchange", () => this.openLink());
    on(window, "pagehide", () => this.remember());
    on(document, "visibilitychange", () => document.hidden && this.remember());
    on(document, "click", (event) => { this.dismiss(event); this.clickSentence(event); });
    on(document, "keydown", (event) => this.pressSentence(event));
    this.follower.listen(on, this);
    this.compact(signal);
    this.mediaSession();
  }

  /** Small while it is stuck to the edge of the window; the room that it took stays, so that no text jumps. */
  compact(signal) {
    if (getComputedStyle(this).position !== "sticky") return;
    const edge = parseFloat(getComputedStyle(this).insetBlockStart) || 0;
    const watch = new IntersectionObserver(([{ boundingClientRect: box, intersectionRatio }]) => {
      const stuck = intersectionRatio < 1 && box.top <= edge + 1;
      this.style.minHeight = stuck ? `${box.height}px` : "";
      this.$(".player").classList.toggle("stuck", stuck);
    }, { rootMargin: `${-edge - 1}px 0px 0px 0px`, threshold: [1] });
    watch.observe(this);
    signal.addEventListener("abort", () => watch.disconnect());
  }

  act(name) {
    const step = { previousSentence: [-1], nextSentence: [1], previousParagraph: [-1, true], nextParagraph: [1, true] }[name];
    if (step) this.step(...step);
    else if (name === "play") this.play();
    else if (name === "about" || name === "options" || name === "keys") this.disclose(name);
    else if (name === "follow" || name === "highlight") { this.toggle(name); this.keep(); }
    else if (name === "mute") this.media.muted = !this.media.muted;
    else if (name === "link") this.copy();
    else if (name === "back") this.comeBack();
    else this.resume(name === "resume");
  }

  press(event) {
    const target = event.composedPath()[0], kind = target.localName;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.escape(event);
    if (kind === "select" || kind === "input" && /^(Arrow|Home|End|Page)/.test(event.key)) return;
    if (event.key === " " && (kind === "button" || kind === "a")) return;
    const act = this.keyed(event);
    if (act) { event.preventDefault(); act(); }
  }

  keyed({ key, shiftKey }) {
    const speed = (by) => this.setSpeed(SPEEDS[Math.min(Math.max(0, SPEEDS.indexOf(this.media.playbackRate) + by), SPEEDS.length - 1)]);
    const loud = (by) => { this.media.volume = Math.min(1, Math.max(0, this.media.volume + by)); };
    const name = { " ": "play", k: "play", m: "mute", c: "link", f: "follow", h: "highlight" }[key.toLowerCase()];
    if (name) return this.do(name).hidden ? null : () => this.act(name);
    return {
      "<": () => speed(-1), ">": () => speed(1), ArrowUp: () => loud(0.1), ArrowDown: () => loud(-0.1),
      // As the buttons stand: back on the left, whatever the script, as on every machine that plays.
      ArrowLeft: () => this.step(-1, shiftKey), ArrowRight: () => this.step(1, shiftKey),
      "?": () => { if (this.$("#options").hidden) this.disclose("options"); this.disclose("keys"); },
    }[key];
  }

  escape(event) {
    for (const name of ["about", "options"]) {
      if (this.$(`#${name}`).hidden) continue;
      event.preventDefault();
      this.disclose(name);
      this.do(name).focus();
    }
  }

  disclose(name) {
    const panel = this.$(`#${name}`), other = { about: "options", options: "about" }[name];
    panel.hidden = !panel.hidden;
    this.do(name).setAttribute("aria-expanded", String(!panel.hidden));
    if (other && !panel.hidden && !this.$(`#${other}`).hidden) this.disclose(other);
  }

  /** A click beside an open panel closes it. */
  dismiss(event) {
    if (event.composedPath().includes(this)) return;
    for (const name of ["about", "options"]) if (!this.$(`#${name}`).hidden) this.disclose(name);
  }

  // --- the sound ----------------------------------------------------------------------------------------------------

  get length() { return Number.isFinite(this.media.duration) && this.media.duration > 0 ? this.media.duration : this.facts.duration || 0; }
  get key() { return `narrator:${this.facts.id || this.media.currentSrc || this.media.src}`; }
  get now() { return this.wanted ?? this.media.currentTime; }

  play() {
    this.$(".resume").hidden = true;
    this.say("");
    if (this.media.paused) this.media.play().catch((error) => error.name === "AbortError" || this.say(this.words.lost));
    else this.media.pause();
  }

  seek(seconds) {
    const there = Math.min(Math.max(0, seconds), this.length || seconds);
    this.wanted = this.media.readyState > 0 ? null : there;
    if (this.wanted === null) this.media.currentTime = there; else this.media.load();
    this.show();
  }

  step(by, paragraph = false) {
    this.follower.back();
    if (this.sentences.length) this.seek(this.sentences[paragraph ? "leap" : "step"](by, this.now));
    else this.seek(this.now + by * (paragraph ? 30 : 10));
  }

  setSpeed(speed) {
    this.media.preservesPitch = true;
    this.media.defaultPlaybackRate = this.media.playbackRate = speed;
    this.$(".speed").value = speed;
    this.keep();
  }

  /** Wake up when the next sentence begins: `timeupdate` comes four times a second only, and a hidden tab draws no frames. */
  await() {
    clearTimeout(this.timer);
    if (this.media.paused) return;
    this.place();
    const next = this.sentences.cues[this.at + 1], rate = this.media.playbackRate || 1;
    const wait = next ? ((next.start - this.now) / rate) * 1000 : 1000;
    this.timer = setTimeout(() => this.await(), Math.min(Math.max(wait, 4), 1000));
  }

  /** Show and tell where the voice is. */
  place() {
    const index = this.sentences.at(this.now), cue = this.sentences.cues[index];
    this.sentences.stop(this.sentences.element(index) || this.sentences.beside(-1, 1), this.words.here);
    if (index === this.at) return;
    this.at = index;
    this.paint();
    if (!cue) return;
    this.chapter();
    this.emit("sentence", { id: cue.id, start: cue.start, end: cue.end });
    this.follower.reach(cue.parts[0]);
  }

  paint() { this.sentences.paint(this.lighting ? this.at : -1); }

  chapter() {
    const here = (this.facts.chapters || []).filter(({ start }) => start <= this.now + 0.001).pop();
    if (here && this.shadowRoot.activeElement !== this.$(".chapter")) this.$(".chapter").value = here.start;
  }

  // --- the reader's choices -----------------------------------------------------------------------------------------

  prefer() {
    const kept = store.get("narrator:choices") || {};
    this.setSpeed(SPEEDS.includes(kept.speed) ? kept.speed : 1);
    if (kept.follow === false) this.toggle("follow");
    if (kept.highlight === false) this.toggle("highlight");
    this.ready = true;
  }

  keep() {
    if (this.ready) store.set("narrator:choices", { speed: this.media.playbackRate, follow: this.follower.on, highlight: this.lighting });
  }

  toggle(name) {
    const on = name === "follow" ? (this.follower.on = !this.follower.on) : (this.lighting = !this.lighting);
    this.do(name).setAttribute("aria-pressed", String(on));
    if (name === "highlight") this.paint(); else this.comeBack();
  }

  open() { if (!this.openLink()) this.offerResume(); }

  openLink() {
    const found = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
    if (!found) return false;
    this.$(".resume").hidden = true;
    this.seek(Number(found[1]));
    const first = this.sentences.element(this.at);
    if (first) this.follower.centre(first);
    return true;
  }

  remember(seconds = this.now) { if (this.media.currentTime > 0 || seconds === 0) store.set(this.key, Math.round(seconds * 10) / 10); }

  offerResume() {
    const seconds = store.get(this.key);
    if (!(seconds > 3) || !this.length || seconds > this.length - 3 || this.now > 0) return;
    this.kept = seconds;
    this.do("resume").textContent = this.words.resume.replace("{time}", clock(seconds));
    this.$(".resume").hidden = false;
  }

  resume(there) { this.seek(there ? this.kept : 0); this.play(); this.do("play").focus(); }

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

  say(words) { this.$(".status").textContent = words; }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`narrator:${name}`, { bubbles: true, composed: true, detail: { seconds: this.now, ...detail } }));
  }

  // --- the page -----------------------------------------------------------------------------------------------------

  offerBack(away) {
    const back = this.do("back");
    if (!away && back === this.shadowRoot.activeElement) this.do("play").focus({ preventScroll: true });
    back.hidden = !away;
  }

  comeBack() {
    this.follower.back();
    this.follower.reach(this.sentences.element(this.at));
  }

  clickSentence(event) {
    if (event.defaultPrevented || event.button || event.target.closest?.("a, button, input, summary") || !getSelection().isCollapsed) return;
    this.from(this.sentences.of(event.target));
  }

  from(index) {
    if (index < 0) return;
    this.follower.back();
    this.seek(this.sentences.cues[index].start);
    if (this.media.paused) this.play();
  }

  pressSentence(event) {
    const { target } = event, index = this.sentences.of(target);
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey || target.closest("a")) return;
    if (event.key === "Enter") { event.preventDefault(); this.from(index); return; }
    // In the text an arrow leads where it points.
    const forward = getComputedStyle(target).direction === "rtl" ? -1 : 1;
    const next = this.sentences.beside(index, { ArrowLeft: -forward, ArrowRight: forward }[event.key]);
    if (!next) return;
    event.preventDefault();
    next.focus();
    this.sentences.stop(next, this.words.here);
  }

  // --- the lock screen and headphones -------------------------------------------------------------------------------

  mediaSession() {
    const session = navigator.mediaSession, { facts } = this;
    if (!session || !globalThis.MediaMetadata) return;
    if (facts.title) session.metadata = new MediaMetadata({ title: facts.title, artist: facts.artist || "", album: facts.site || "" });
    const acts = {
      play: () => this.media.paused && this.play(), pause: () => this.media.pause(),
      previoustrack: () => this.step(-1, true), nexttrack: () => this.step(1, true),
      seekbackward: ({ seekOffset }) => this.seek(this.now - (seekOffset || 10)), seekforward: ({ seekOffset }) => this.seek(this.now + (seekOffset || 10)),
      seekto: ({ seekTime }) => this.seek(seekTime),
    };
    for (const [name, act] of Object.entries(acts)) { try { session.setActionHandler(name, act); } catch { /* not known here */ } }
  }

  /** What the lock screen shows. */
  tell() {
    const total = this.length;
    if (total) navigator.mediaSession?.setPositionState?.({ duration: total, playbackRate: this.media.playbackRate || 1, position: Math.min(this.now, total) });
  }
}

if (!customElements.get("narrator-player")) customElements.define("narrator-player", NarratorPlayer);
