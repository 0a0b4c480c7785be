// Keeps the spoken sentence in the middle part of the window, until the reader scrolls.
class Follower {
  /** `busy` tells whether there is a voice to follow; `show` is told whether the way back is offered. */
  constructor(busy, show) { this.busy = busy; this.show = show; this.on = true; this.away = false; }

  listen(on, player) {
    for (const type of ["wheel", "touchmove"]) on(window, type, () => this.leave(), { passive: true });
    on(window, "pointerdown", (event) => event.clientX >= document.documentElement.clientWidth && this.leave());
    on(window, "keydown", (event) => ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " "].includes(event.key)
      && !event.composedPath().includes(player) && this.leave());
  }

  leave() { if (this.on && !this.away && this.busy()) this.show(this.away = true); }
  back() { this.show(this.away = false); }

  /** Scroll to where the voice is; nothing happens while the reader is elsewhere. */
  reach(element) { if (element && this.on && !this.away && this.busy()) this.centre(element); }

  centre(element) {
    const box = element.getBoundingClientRect(), height = innerHeight;
    if (box.top > height * 0.3 && box.bottom < height * 0.7) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: box.top + Math.min(box.height, height * 0.4) / 2 - height * 0.45, behavior: calm ? "instant" : "smooth" });
  }
}
