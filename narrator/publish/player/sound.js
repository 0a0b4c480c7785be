// The sound: one audio element, what it is doing, and that no two of them speak at once.
const SLOW_MS = 400;

class Sound {
  /** @param audio the element. @param change is called whenever what is shown may have changed. */
  constructor(audio, change) {
    this.audio = audio;
    this.change = change;
    this.wanted = null;
    this.state = "ready";
    this.expected = 0;
  }

  listen(on, signal) {
    const { audio } = this;
    for (const type of ["seeked", "timeupdate", "durationchange", "volumechange", "play", "pause", "ratechange", "emptied"]) on(audio, type, () => this.change());
    for (const type of ["waiting", "stalled"]) on(audio, type, () => this.slow());
    for (const type of ["playing", "canplay", "seeked", "timeupdate"]) on(audio, type, () => this.is("ready"));
    on(audio, "loadedmetadata", () => { if (this.wanted !== null) this.seek(this.wanted); });
    on(audio, "error", () => this.fail(), { capture: true });
    this.alone(on, signal);
  }

  get isPaused() { return this.audio.paused; }
  get now() { return this.wanted ?? this.audio.currentTime; }
  get length() { const { duration } = this.audio; return Number.isFinite(duration) && duration > 0 ? duration : this.expected; }
  get rate() { return this.audio.playbackRate || 1; }
  get address() { return this.audio.currentSrc || this.audio.querySelector("source")?.src || this.audio.src; }

  play() {
    if (this.state === "lost") this.again();
    if (this.audio.readyState < 3) this.slow();
    return this.audio.play().catch((error) => error.name === "NotSupportedError" && this.fail());
  }

  pause() { this.audio.pause(); }

  seek(seconds) {
    const there = Math.min(Math.max(0, seconds), this.length || seconds);
    this.wanted = this.audio.readyState > 0 ? null : there;
    if (this.wanted === null) this.audio.currentTime = there; else if (this.audio.preload !== "auto") { this.audio.preload = "auto"; this.audio.load(); }
    this.change();
  }

  pace(rate) {
    this.audio.preservesPitch = true;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = rate;
  }

  /** Load other files: `{src, type}` each, the best first. */
  load(files) {
    this.wanted = null;
    this.audio.removeAttribute("src");
    this.audio.replaceChildren(...files.map(({ src, type }) => h("source", { src, type: type || null })));
    this.is("ready");
    this.audio.load();
  }

  /** Load the same once more and stay where it was. */
  again() {
    this.wanted = this.now;
    this.is("loading");
    this.audio.load();
  }

  /** It waits for the network; told only if that lasts, so that nothing flickers. */
  slow() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.audio.paused || this.audio.readyState > 2 || this.is("loading"), SLOW_MS);
  }

  fail() {
    const { audio } = this, last = audio.querySelector("source:last-of-type");
    if (audio.error || !last || audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) this.is("lost");
  }

  is(state) {
    if (state !== "loading") clearTimeout(this.timer);
    if (state === "ready" && this.state === "lost" && this.audio.error) return;
    if (state === this.state) return;
    this.state = state;
    this.change();
  }

  /** Pause when another player begins, in this tab or another one of the same site. */
  alone(on, signal) {
    if (!globalThis.BroadcastChannel) return;
    const channel = new BroadcastChannel("narrator");
    on(this.audio, "play", () => channel.postMessage("play"));
    on(channel, "message", () => this.pause());
    signal.addEventListener("abort", () => channel.close());
  }
}
