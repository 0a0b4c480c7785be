// Making elements. Nothing is ever set as HTML: pages that demand Trusted Types refuse that, and articles are hostile.
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  previousSentence: "M6 5h2v14H6zM18 5v14L9 12z",
  nextSentence: "M16 5h2v14h-2zM6 5v14l9-7z",
  back15: "M12 4V1L7 5.2l5 4.3V6a7 7 0 1 1-7 7H3a9 9 0 1 0 9-9z",
  forth15: "M12 4V1l5 4.2-5 4.3V6a7 7 0 1 0 7 7h2a9 9 0 1 1-9-9z",
  chapters: "M4 5h2.5v2.5H4zM9 5h11v2.5H9zM4 10.8h2.5v2.5H4zM9 10.8h11v2.5H9zM4 16.5h2.5V19H4zM9 16.5h11V19H9z",
  options: "M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
};
const SHOWN_IN_ICONS = { back15: "15", forth15: "15" };

/** An element with attributes and children; `null` and `false` leave an attribute out. */
function h(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const parts = [drawing("path", { d: ICONS[name] })];
  if (SHOWN_IN_ICONS[name]) parts.push(drawing("text", { x: 12, y: 16, "text-anchor": "middle" }, SHOWN_IN_ICONS[name]));
  return drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, ...parts);
}

/** A style sheet that the page's Content-Security-Policy does not concern. */
function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** Seconds as `1:02:03` or `2:03`. */
function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0)), pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** `words` with what stands in braces filled in. */
function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
