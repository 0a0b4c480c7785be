// The player's own elements, without words: `name` gives them theirs, in whatever language the page has.
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const SLEEPS = [5, 10, 15, 30, 45, 60];
const PANELS = ["about", "chapters", "options"];

const pictured = (name, more = {}) => h("button", { type: "button", "data-do": name, ...more }, icon(name));
const worded = (name, more = {}, ...inside) => h("button", { type: "button", class: "text", "data-do": name, ...more }, ...inside);
const opener = (name) => ({ "aria-expanded": "false", "aria-controls": name });
const mark = (more) => h("span", { class: `mark ${more}`, "aria-hidden": "true" }, "AI");
const word = (name) => h("span", { "data-word": name });

function head() {
  return h("div", { class: "head" },
    h("div", { class: "begin" },
      h("button", { type: "button", class: "start", "data-do": "start" }, icon("play"), h("span", { class: "long" })),
      worded("resume", { hidden: true })),
    h("div", { class: "label", id: "label" },
      h("span", { class: "said" }, mark("first"), h("slot", { name: "label" })),
      worded("about", opener("about"), mark("only-docked"), word("about"))));
}

function row() {
  return h("div", { class: "row" },
    h("div", { class: "moves" }, pictured("back15"), pictured("previousSentence"), pictured("play", { class: "play" }),
      pictured("nextSentence"), pictured("forth15")),
    h("div", { class: "time" },
      h("input", { type: "range", class: "position", min: 0, step: "any", value: 0 }),
      h("div", { class: "clock", "aria-hidden": "true" }, h("span", { class: "now" }, "0:00"), h("span", { class: "left" }))),
    h("div", { class: "more" },
      h("label", { class: "pace" }, word("speed"), h("select", { class: "speed" }, ...SPEEDS.map((speed) => h("option", { value: speed }, `${speed}×`)))),
      pictured("chapters", opener("chapters")), pictured("options", opener("options")), pictured("close", { class: "only-docked" })));
}

function options() {
  const toggled = (name, on) => worded(name, { "aria-pressed": String(on) });
  return h("div", { id: "options", class: "panel", hidden: true },
    h("label", {}, word("sleep"), h("select", { class: "sleep" })),
    h("label", {}, word("volume"), h("input", { type: "range", class: "volume", min: 0, max: 1, step: 0.05, value: 1 })),
    toggled("mute", false), toggled("follow", true), toggled("highlight", true), toggled("shortcuts", true),
    worded("link"), h("a", { class: "text download", download: true, "data-word": "download" }), worded("later"),
    h("div", { class: "waiting", hidden: true }, h("p", { id: "waiting", "data-word": "queue" }), h("ol", { "aria-labelledby": "waiting" })),
    worded("keys", opener("keys")), h("dl", { id: "keys", hidden: true }));
}

/** The whole of it. `spot` is where the play button stands while the player is at its place in the page. */
function controls() {
  return h("div", { class: "room" },
    h("div", { class: "spot", "aria-hidden": "true" }),
    h("div", { class: "player", role: "region", "aria-describedby": "label" },
      h("p", { class: "title", hidden: true }), head(), row(),
      h("div", { id: "about", class: "panel", hidden: true }, h("slot", { name: "about" })),
      h("div", { id: "chapters", class: "panel", hidden: true }, h("ol", {})),
      options(),
      h("p", { class: "status", role: "status" }, h("span", { class: "told" })),
      h("p", { class: "onward" }, worded("again", { hidden: true }), h("a", { class: "text next", hidden: true })),
      h("button", { type: "button", class: "back", "data-do": "back", hidden: true })));
}
