// Holds the player at the bottom of the window while its own place in the page is out of sight, so that pause is always
// in view. The browser's top layer (`popover`) takes it there: no rule, transform or z-index of the page can hide it.
class Dock {
  /** `wanted` tells whether the player has to stay in view at all. */
  constructor(room, player, wanted) {
    this.room = room;
    this.player = player;
    this.wanted = wanted;
    this.isAtHome = true;
  }

  listen(signal) {
    const watch = new IntersectionObserver((entries) => {
      this.isAtHome = entries.at(-1).intersectionRatio > 0.9;
      this.update();
    }, { threshold: [0, 0.9, 1] });
    watch.observe(this.room.querySelector(".spot"));
    const sizes = new ResizeObserver(() => this.measure());
    sizes.observe(this.player);
    signal.addEventListener("abort", () => { watch.disconnect(); sizes.disconnect(); this.put(false); });
  }

  /** The spot that is watched covers the button that pauses, as it stands while the player is at home. */
  measure() {
    const button = this.player.querySelector(".play").getBoundingClientRect(), { style } = this.room.querySelector(".spot");
    if (this.isDocked || !button.height) return;
    style.top = `${button.top - this.room.getBoundingClientRect().top}px`;
    style.height = `${button.height}px`;
  }

  get isDocked() { return this.player.classList.contains("docked"); }

  update() {
    const docked = this.wanted() && !this.isAtHome;
    if (docked !== this.isDocked) this.put(docked);
  }

  /** Move it; its room in the page stays, so that no text jumps, and the focus stays where it was. */
  put(docked) {
    const { player, room } = this, focused = player.getRootNode().activeElement;
    if (docked) {
      room.style.height = `${room.getBoundingClientRect().height}px`;
      player.classList.add("docked");
      player.setAttribute("popover", "manual");
      if (player.isConnected) player.showPopover?.();
    } else {
      if (player.matches(":popover-open")) player.hidePopover();
      player.removeAttribute("popover");
      player.classList.remove("docked");
      room.style.height = "";
    }
    if (focused && focused !== player.getRootNode().activeElement) focused.focus({ preventScroll: true });
  }
}
