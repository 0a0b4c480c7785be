// The sleep timer: after some minutes, or where the chapter ends.
class Sleep {
  constructor(asleep) { this.asleep = asleep; this.set(""); }

  /** @param choice minutes, `chapter`, or nothing. @param chapterEnd in seconds of the sound. */
  set(choice, chapterEnd = Infinity) {
    this.at = Number(choice) ? Date.now() + Number(choice) * 60_000 : Infinity;
    this.place = choice === "chapter" ? chapterEnd : Infinity;
  }

  /** Called while the sound runs. */
  look(seconds) {
    if (Date.now() < this.at && seconds < this.place) return;
    this.set("");
    this.asleep();
  }
}
