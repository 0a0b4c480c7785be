// Keeps the spoken sentence in the middle part of the window, until the reader scrolls.
const MOVING = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];

class Follower {
  /** `busy` tells whether there is a voice to follow; `show` is told whether the way back is offered. */
  constructor(busy, show) { this.busy = busy; this.show = show; this.on = true; this.away = false; }

  listen(on, player) {
    for (const type of ["wheel", "touchmove"]) on(window, type, () => this.leave(), { passive: true });
    on(window, "pointerdown", (event) => event.clientX >= document.documentElement.clientWidth && this.leave());
    on(window, "keydown", (event) => MOVING.includes(event.key) && !event.composedPath().includes(player) && this.leave());
  }

  leave() { if (this.on && !this.away && this.busy()) this.show(this.away = true); }
  back() { this.show(this.away = false); }

  /** Scroll to where the voice is; nothing happens while the reader is elsewhere. */
  reach(range) { if (range && this.on && !this.away && this.busy()) this.centre(range); }

  centre(range) {
    const box = range.getBoundingClientRect(), height = innerHeight;
    if (!box.height || box.top > height * 0.3 && box.bottom < height * 0.7) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = box.top + Math.min(box.height, height * 0.4) / 2 - height * 0.45;
    scrollerOf(range.startContainer).scrollBy({ top, behavior: calm ? "instant" : "smooth" });
  }
}

/** What scrolls some text: the window, or a box of the page that scrolls by itself. */
function scrollerOf(node) {
  for (let each = node.parentElement; each && each !== document.body && each !== document.documentElement; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return window;
}
