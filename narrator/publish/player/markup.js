// The player's own markup. It is constant: what comes from an article is only ever set as text or as an attribute.
const CSS = "/*css*/";
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const ICONS = {
  play: "M8 5v14l11-7z", pause: "M6 5h4v14H6zM14 5h4v14h-4z", previousParagraph: "M4 5h2v14H4zM13 5v14l-6-7zM20 5v14l-6-7z",
  previousSentence: "M6 5h2v14H6zM18 5v14L9 12z", nextSentence: "M16 5h2v14h-2zM6 5v14l9-7z",
  nextParagraph: "M18 5h2v14h-2zM4 5v14l6-7zM11 5v14l6-7z", options: "M4 6h16v2H4zM4 11h16v2H4zM4 16h16v2H4z",
};
const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
const picture = (name, more = "") => `<button type="button" data-do="${name}" ${more}>${icon(name)}</button>`;
const text = (name, more = "") => `<button type="button" class="text" data-do="${name}" ${more}></button>`;
const opens = (name) => `aria-expanded="false" aria-controls="${name}"`;
const MARKUP = `
<div class="player" role="region">
  <div class="label"><span class="said"><slot name="label"></slot></span>
    <button type="button" class="text" data-do="about" ${opens("about")}><span class="mark" aria-hidden="true">AI</span><span class="w-about"></span></button></div>
  <div class="resume" hidden>${text("resume")}${text("restart")}</div>
  <div class="row">
    <div class="moves">${picture("previousParagraph", 'class="far"')}${picture("previousSentence")}${picture("play", 'class="play"')}${picture("nextSentence")}${picture("nextParagraph", 'class="far"')}</div>
    <div class="time"><input type="range" class="position" min="0" step="any" value="0"><div class="clock" aria-hidden="true"><span class="now">0:00</span><span class="left"></span></div></div>
    <div class="more"><select class="speed"></select>${picture("options", opens("options"))}</div>
  </div>
  <div id="about" class="panel" hidden><slot name="about"></slot></div>
  <div id="options" class="panel" hidden>
    <label class="chapters" hidden><span class="w-chapter"></span><select class="chapter"></select></label>
    <label><span class="w-volume"></span><input type="range" class="volume" min="0" max="1" step="0.05" value="1"></label>
    ${text("mute", 'aria-pressed="false"')}${text("follow", 'aria-pressed="true"')}${text("highlight", 'aria-pressed="true"')}
    ${text("link")}<a class="text download" download></a>${text("keys", opens("keys"))}
    <dl id="keys" hidden></dl>
  </div>
  <div class="status" role="status"></div>
  <button type="button" class="back" data-do="back" hidden></button>
</div>`;

const make = (name, properties) => Object.assign(document.createElement(name), properties);
const sheet = (css) => { const made = new CSSStyleSheet(); made.replaceSync(css); return made; };
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds || 0)), pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
};
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } },
};
