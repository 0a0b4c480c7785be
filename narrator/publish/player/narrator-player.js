// <narrator-player>: plays an article and follows it sentence by sentence. No dependency, nothing is sent anywhere.
(() => {
  "use strict";
  const CSS = "/*css*/";
  const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const WORDS = {
    region: "Listen to this article", play: "Play", pause: "Pause", previousParagraph: "Previous paragraph",
    previousSentence: "Previous sentence", nextSentence: "Next sentence", nextParagraph: "Next paragraph",
    position: "Position", speed: "Speed", chapter: "Chapter", volume: "Volume", mute: "Mute", follow: "Follow the voice",
    highlight: "Highlight the sentence", download: "Download", link: "Link to this sentence", keys: "Keyboard help",
    about: "About this audio", options: "More controls", back: "Back to the voice", resume: "Continue at {time}",
    restart: "From the start", left: "{time} left", of: "{time} of {total}", copied: "The link is copied.",
    address: "The link is in the address bar.", lost: "The sound cannot be loaded.", finished: "The end of the article.",
    close: "Close",
  };
  const KEYS = [
    ["Space, K", "play"], ["←, →", "sentence"], ["Shift + ←, →", "paragraph"], ["<, >", "speed"], ["↑, ↓", "volume"],
    ["M", "mute"], ["F", "follow"], ["H", "highlight"], ["C", "link"], ["?", "keys"], ["Enter", "enter"],
  ];
  const SAID = { sentence: "Previous, next sentence", paragraph: "Previous, next paragraph", enter: "On a sentence: play from there" };
  const ICONS = {
    play: "M8 5v14l11-7z", pause: "M6 5h4v14H6zM14 5h4v14h-4z", previousParagraph: "M5 5h2v14H5zM13 5v14l-6-7zM20 5v14l-6-7z",
    previousSentence: "M6 5h2v14H6zM18 5v14L8 12z", nextSentence: "M16 5h2v14h-2zM6 5v14l10-7z",
    nextParagraph: "M17 5h2v14h-2zM4 5v14l6-7zM11 5v14l6-7z", options: "M4 6h16v2H4zM4 11h16v2H4zM4 16h16v2H4z",
  };
  const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  const button = (name) => `<button type="button" data-do="${name}" aria-label="${name}" title="${name}">${icon(name)}</button>`;
  const text = (name, extra = "") => `<button type="button" class="text" data-do="${name}" ${extra}></button>`;
  // Constant markup: what comes from an article is only ever set as text or as an attribute.
  const MARKUP = `
<div class="player" role="region">
  <div class="label"><span class="mark" aria-hidden="true">AI</span><slot name="label"></slot>
    ${text("about", 'aria-expanded="false" aria-controls="about"')}</div>
  <div id="about" class="panel" hidden><slot name="about"></slot></div>
  <div class="resume" hidden>${text("resume")}${text("restart")}</div>
  <div class="row">
    ${button("previousParagraph")}${button("previousSentence")}
    <button type="button" class="play" data-do="play">${icon("play")}</button>
    ${button("nextSentence")}${button("nextParagraph")}
    <div class="time"><input type="range" class="position" min="0" step="any" value="0"><div class="clock" aria-hidden="true"><span class="now">0:00</span><span class="left"></span></div></div>
    <button type="button" data-do="options" aria-expanded="false" aria-controls="options">${icon("options")}</button>
  </div>
  <div id="options" class="panel options" hidden>
    <label><span class="w-speed"></span><select class="speed"></select></label>
    <label class="chapters" hidden><span class="w-chapter"></span><select class="chapter"></select></label>
    <label><span class="w-volume"></span><input type="range" class="volume" min="0" max="1" step="0.05" value="1"></label>
    ${text("mute", 'aria-pressed="false"')}${text("follow", 'aria-pressed="true"')}${text("highlight", 'aria-pressed="true"')}
    ${text("link")}<a class="text download" download></a>${text("keys", 'aria-expanded="false" aria-controls="keys"')}
    <div id="keys" class="panel" hidden><dl></dl></div>
  </div>
  <div class="status" role="status"></div>
  <button type="button" class="back" data-do="back" hidden></button>
</div>`;

  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds || 0)), pad = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
  };
  const store = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } },
  };
  const sheet = (css) => { const made = new CSSStyleSheet(); made.replaceSync(css); return made; };

  class NarratorPlayer extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.attachShadow({ mode: "open" }).innerHTML = MARKUP;
      this.shadowRoot.adoptedStyleSheets = [sheet(CSS)];
      this.facts = this.readFacts();
      this.words = { ...WORDS, ...this.facts.words };
      this.media = this.findMedia();
      this.cues = this.readCues();
      this.at = -1;
      this.following = this.lighting = true;
      this.away = false;
      this.wanted = null;
      this.name();
      this.fill();
      this.listen();
      this.prefer();
      this.mediaSession();
      this.open();
      this.show();
    }

    disconnectedCallback() { this.gone?.abort(); cancelAnimationFrame(this.frame); this.paint(-1); }

    $(selector) { return this.shadowRoot.querySelector(selector); }
    do(name) { return this.$(`[data-do="${name}"]`); }

    readFacts() {
      try { return JSON.parse(this.querySelector('script[type="application/json"]').textContent) || {}; } catch { return {}; }
    }

    findMedia() {
      const there = this.querySelector("audio");
      if (there) { there.controls = false; return there; }
      const made = document.createElement("audio");
      made.preload = "metadata";
      if (this.hasAttribute("src")) made.src = this.getAttribute("src");
      return this.appendChild(made);
    }

    readCues() {
      return (this.facts.cues || []).map(({ text, audio }) => {
        const [start, end] = audio.slice(3).split(",").map(Number);
        const first = document.getElementById(text.slice(1));
        const parts = first ? [first, ...document.querySelectorAll(`[data-of="${first.id}"]`)] : [];
        return { id: text.slice(1), start, end, parts, block: first?.closest("[data-block]") };
      });
    }

    name() {
      const words = this.words, region = this.$(".player");
      region.setAttribute("aria-label", this.getAttribute("label") || words.region);
      if (!this.facts.words) region.lang = "en";
      for (const each of this.shadowRoot.querySelectorAll("[data-do]")) this.call(each, words[each.dataset.do]);
      for (const each of ["speed", "chapter", "volume"]) this.$(`.w-${each}`).textContent = words[each];
      this.$(".position").setAttribute("aria-label", words.position);
      this.$(".download").textContent = words.download;
      this.$("#keys dl").replaceChildren(...KEYS.flatMap(([keys, what]) => {
        const dt = document.createElement("dt"), dd = document.createElement("dd");
        dt.textContent = keys; dd.textContent = words[what] || SAID[what];
        return [dt, dd];
      }));
      if (!this.querySelector('[slot="about"]')) this.do("about").hidden = true;
    }

    call(element, name) {
      if (element.querySelector("svg")) { element.setAttribute("aria-label", name); element.title = name; } else element.textContent = name;
    }

    fill() {
      const option = (value, shown) => Object.assign(document.createElement("option"), { value, textContent: shown });
      this.$(".speed").append(...SPEEDS.map((speed) => option(speed, `${speed} ×`)));
      const chapters = this.facts.chapters || [];
      this.$(".chapters").hidden = chapters.length < 2;
      this.$(".chapter").append(...chapters.map(({ title, start }) => option(start, title)));
      const link = this.$(".download"), address = this.media.currentSrc || this.media.querySelector("source")?.src || this.media.src;
      if (address) link.href = address; else link.hidden = true;
      const position = this.$(".position");
      position.max = this.length;
      for (const cue of this.cues) for (const part of cue.parts) part.tabIndex = -1;
    }

    get length() { return Number.isFinite(this.media.duration) && this.media.duration > 0 ? this.media.duration : this.facts.duration || 0; }
    get key() { return `narrator:${this.facts.id || this.media.currentSrc || this.getAttribute("src")}`; }
    get now() { return this.wanted ?? this.media.currentTime; }

    listen() {
      this.gone = new AbortController();
      const { signal } = this.gone, media = this.media;
      const on = (target, type, act, more) => target.addEventListener(type, act, { signal, ...more });
      on(this.shadowRoot, "click", (event) => { const act = event.target.closest("[data-do]"); if (act) this.act(act.dataset.do); });
      on(this, "keydown", (event) => this.press(event));
      on(this.$(".position"), "input", (event) => this.seek(Number(event.target.value)));
      on(this.$(".speed"), "change", (event) => this.setSpeed(Number(event.target.value)));
      on(this.$(".chapter"), "change", (event) => this.seek(Number(event.target.value)));
      on(this.$(".volume"), "input", (event) => { media.volume = Number(event.target.value); media.muted = false; });
      on(media, "play", () => { this.show(); this.emit("play"); this.tick(); });
      on(media, "pause", () => { this.show(); this.remember(); });
      on(media, "ended", () => { this.remember(0); this.say(this.words.finished); this.emit("complete"); });
      for (const type of ["seeked", "timeupdate", "durationchange", "ratechange", "volumechange"]) on(media, type, () => this.show());
      on(media, "loadedmetadata", () => { if (this.wanted !== null) this.seek(this.wanted); });
      on(media, "error", () => this.say(this.words.lost), { capture: true });
      on(window, "hashchange", () => this.openLink());
      on(window, "pagehide", () => this.remember());
      on(document, "visibilitychange", () => document.hidden && this.remember());
      for (const type of ["wheel", "touchmove"]) on(window, type, () => this.leave(), { passive: true });
      on(window, "pointerdown", (event) => event.clientX >= document.documentElement.clientWidth && this.leave());
      on(window, "keydown", (event) => ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " "].includes(event.key)
        && !event.composedPath().includes(this) && this.leave());
      on(document, "click", (event) => this.clickSentence(event));
      on(document, "keydown", (event) => this.pressSentence(event));
    }

    prefer() {
      const kept = store.get("narrator:choices") || {};
      this.setSpeed(SPEEDS.includes(kept.speed) ? kept.speed : 1);
      if (kept.follow === false) this.toggle("follow");
      if (kept.highlight === false) this.toggle("highlight");
    }

    keep() { store.set("narrator:choices", { speed: this.media.playbackRate, follow: this.following, highlight: this.lighting }); }

    open() {
      if (this.openLink()) return;
      const seconds = store.get(this.key);
      if (!(seconds > 3) || seconds > this.length - 3) return;
      this.$(".resume").hidden = false;
      this.do("resume").textContent = this.words.resume.replace("{time}", clock(seconds));
      this.kept = seconds;
    }

    openLink() {
      const found = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
      if (!found) return false;
      this.seek(Number(found[1]));
      const first = this.cues[this.at]?.parts[0];
      if (first) this.reach(first);
      return true;
    }

    remember(seconds = this.now) { if (this.media.currentTime > 0 || seconds === 0) store.set(this.key, Math.round(seconds * 10) / 10); }

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

    play() {
      this.$(".resume").hidden = true;
      if (this.media.paused) this.media.play().catch((error) => error.name === "AbortError" || this.say(this.words.lost));
      else this.media.pause();
    }

    resume(there) { this.seek(there ? this.kept : 0); this.$(".resume").hidden = true; this.play(); this.$(".play").focus(); }

    disclose(name) {
      const panel = this.$(`#${name}`);
      panel.hidden = !panel.hidden;
      this.do(name).setAttribute("aria-expanded", String(!panel.hidden));
    }

    toggle(name) {
      const key = name === "follow" ? "following" : "lighting";
      this[key] = !this[key];
      this.do(name).setAttribute("aria-pressed", String(this[key]));
      if (name === "highlight") this.paint(this.at);
      if (name === "follow") this.comeBack();
    }

    setSpeed(speed) {
      this.media.preservesPitch = true;
      this.media.defaultPlaybackRate = this.media.playbackRate = speed;
      this.$(".speed").value = speed;
      this.keep();
    }

    async copy() {
      const seconds = this.cues[this.at]?.start ?? this.now;
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

    seek(seconds) {
      const there = Math.min(Math.max(0, seconds), this.length || seconds);
      this.wanted = this.media.readyState > 0 ? null : there;
      if (this.wanted === null) this.media.currentTime = there; else this.media.load();
      this.show();
    }

    step(by, paragraph = false) {
      if (!this.cues.length) return this.seek(this.now + by * (paragraph ? 30 : 10));
      const here = Math.max(0, this.at), cues = this.cues;
      // As on a record player: back goes first to the start of what is being said.
      let there = by < 0 && this.now - cues[here].start > 1.5 ? here : here + by;
      if (paragraph) {
        const block = cues[here].block;
        there = here;
        if (by > 0) while (there < cues.length - 1 && cues[there].block === block) there++;
        else {
          const first = (index) => { while (index > 0 && cues[index - 1].block === cues[index].block) index--; return index; };
          there = first(here);
          if (there === here && this.now - cues[here].start <= 1.5) there = first(Math.max(0, here - 1));
        }
      }
      this.away = false;
      this.seek(cues[Math.min(Math.max(0, there), cues.length - 1)].start);
    }

    find(seconds) {
      let low = 0, high = this.cues.length;
      while (low < high) { const middle = (low + high) >> 1; if (this.cues[middle].start <= seconds + 0.001) low = middle + 1; else high = middle; }
      return low - 1;
    }

    tick() {
      cancelAnimationFrame(this.frame);
      const frame = () => { if (this.media.paused) return; this.place(); this.frame = requestAnimationFrame(frame); };
      frame();
    }

    place() {
      const index = this.find(this.now);
      if (index === this.at) return;
      const before = this.cues[this.at];
      this.at = index;
      this.paint(index);
      const cue = this.cues[index];
      if (before?.parts[0]) before.parts[0].tabIndex = -1;
      const stop = cue?.parts[0] || this.cues.find((each) => each.parts.length)?.parts[0];
      for (const each of this.cues) if (each.parts[0]?.tabIndex === 0) each.parts[0].tabIndex = -1;
      if (stop) stop.tabIndex = 0;
      if (!cue) return;
      this.chapter();
      this.emit("sentence", { id: cue.id, start: cue.start, end: cue.end });
      if (this.following && !this.away && !this.media.paused && cue.parts[0]) this.reach(cue.parts[0]);
    }

    chapter() {
      const chapters = this.facts.chapters || [];
      const here = chapters.filter(({ start }) => start <= this.now + 0.001).pop();
      if (here && this.shadowRoot.activeElement !== this.$(".chapter")) this.$(".chapter").value = here.start;
    }

    paint(index) {
      const parts = this.lighting ? this.cues[index]?.parts || [] : [];
      if (globalThis.CSS?.highlights && globalThis.Highlight) {
        const ranges = parts.map((part) => { const range = new Range(); range.selectNodeContents(part); return range; });
        globalThis.CSS.highlights.set("narrator-sentence", new Highlight(...ranges));
      } else {
        for (const old of document.querySelectorAll(".narrator-sentence")) old.classList.remove("narrator-sentence");
        for (const part of parts) part.classList.add("narrator-sentence");
      }
    }

    reach(element) {
      const box = element.getBoundingClientRect(), height = innerHeight;
      if (box.top > height * 0.3 && box.bottom < height * 0.7) return;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      scrollBy({ top: box.top + Math.min(box.height, height * 0.4) / 2 - height * 0.45, behavior: calm ? "instant" : "smooth" });
    }

    leave() {
      if (this.media.paused || !this.following || !this.cues.length || this.away) return;
      this.away = true;
      this.do("back").hidden = false;
    }

    comeBack() {
      this.away = false;
      if (this.do("back") === this.shadowRoot.activeElement) this.$(".play").focus({ preventScroll: true });
      this.do("back").hidden = true;
      const first = this.cues[this.at]?.parts[0];
      if (first && this.following && !this.media.paused) this.reach(first);
    }

    show() {
      const { media, words } = this, total = this.length, now = Math.min(this.now, total || Infinity);
      const playing = !media.paused, button = this.$(".play"), name = playing ? words.pause : words.play;
      if (button.title !== name) { this.call(button, name); button.querySelector("path").setAttribute("d", ICONS[playing ? "pause" : "play"]); }
      const position = this.$(".position");
      position.max = total;
      position.value = now;
      position.style.setProperty("--done", `${total ? (now / total) * 100 : 0}%`);
      position.setAttribute("aria-valuetext", words.of.replace("{time}", clock(now)).replace("{total}", clock(total)));
      this.$(".now").textContent = clock(now);
      this.$(".left").textContent = words.left.replace("{time}", clock((total - now) / (media.playbackRate || 1)));
      this.$(".volume").value = media.muted ? 0 : media.volume;
      this.do("mute").setAttribute("aria-pressed", String(media.muted));
      this.place();
      if (navigator.mediaSession?.setPositionState && total) {
        navigator.mediaSession.setPositionState({ duration: total, playbackRate: media.playbackRate || 1, position: Math.min(now, total) });
      }
    }

    press(event) {
      const target = event.composedPath()[0], kind = target.localName;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || kind === "select") return;
      if (kind === "input" && /^(Arrow|Home|End|Page)/.test(event.key)) return;
      if (event.key === " " && (kind === "button" || kind === "a")) return;
      const speed = (by) => this.setSpeed(SPEEDS[Math.min(Math.max(0, SPEEDS.indexOf(this.media.playbackRate) + by), SPEEDS.length - 1)]);
      const loud = (by) => { this.media.volume = Math.min(1, Math.max(0, this.media.volume + by)); };
      const forward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
      const acts = {
        " ": () => this.play(), k: () => this.play(), m: () => this.act("mute"), f: () => this.act("follow"), h: () => this.act("highlight"),
        c: () => this.copy(), "<": () => speed(-1), ">": () => speed(1), ArrowUp: () => loud(0.1), ArrowDown: () => loud(-0.1),
        ArrowLeft: () => this.step(-forward, event.shiftKey), ArrowRight: () => this.step(forward, event.shiftKey),
        "?": () => { if (this.$("#options").hidden) this.disclose("options"); this.disclose("keys"); },
        Escape: () => { for (const name of ["about", "options"]) if (!this.$(`#${name}`).hidden) { this.disclose(name); this.do(name).focus(); } },
      };
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act) { event.preventDefault(); act(); }
    }

    sentence(target) {
      const part = target instanceof Element ? target.closest("[data-s]") : null;
      return part ? this.cues.findIndex((cue) => cue.parts.includes(part)) : -1;
    }

    clickSentence(event) {
      if (event.defaultPrevented || event.button || event.target.closest?.("a, button, input, summary") || !getSelection().isCollapsed) return;
      this.from(this.sentence(event.target));
    }

    from(index) {
      if (index < 0) return;
      this.away = false;
      this.do("back").hidden = true;
      this.seek(this.cues[index].start);
      if (this.media.paused) this.play();
    }

    pressSentence(event) {
      const index = this.sentence(event.target);
      if (index < 0 || event.ctrlKey || event.metaKey || event.altKey || event.target.localName === "a") return;
      if (event.key === "Enter") { event.preventDefault(); this.from(index); return; }
      const forward = getComputedStyle(event.target).direction === "rtl" ? -1 : 1;
      const by = { ArrowLeft: -forward, ArrowRight: forward }[event.key];
      if (!by) return;
      event.preventDefault();
      let there = index + by;
      while (this.cues[there] && !this.cues[there].parts.length) there += by;
      const next = this.cues[there]?.parts[0];
      if (!next) return;
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }

    mediaSession() {
      const session = navigator.mediaSession, facts = this.facts;
      if (!session || !globalThis.MediaMetadata) return;
      if (facts.title) session.metadata = new MediaMetadata({ title: facts.title, artist: facts.artist || "", album: facts.site || "" });
      const acts = {
        play: () => this.media.play(), pause: () => this.media.pause(), previoustrack: () => this.step(-1, true), nexttrack: () => this.step(1, true),
        seekbackward: (event) => this.seek(this.now - (event.seekOffset || 10)), seekforward: (event) => this.seek(this.now + (event.seekOffset || 10)),
        seekto: (event) => this.seek(event.seekTime),
      };
      for (const [name, act] of Object.entries(acts)) { try { session.setActionHandler(name, act); } catch { /* not known here */ } }
    }
  }

  if (!customElements.get("narrator-player")) customElements.define("narrator-player", NarratorPlayer);
})();
