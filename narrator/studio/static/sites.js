/** Rules of a site, tried on a page. */
import { API, ask, made, one, onClick, onSubmit, ready, reload, words } from "./page.js";
import { removable } from "./lists.js";

const form = one("[data-site]");
const listed = (text) => text.split("\n").map((each) => each.trim()).filter(Boolean);
const ruled = () => {
  const given = Object.fromEntries(new FormData(form));
  return { read: listed(given.read), skip: listed(given.skip), language: given.language.trim() || null };
};
const at = () => `${API}/sites/${encodeURIComponent(form.elements.host.value.trim())}`;

function triedLine(line) {
  const isOther = line.is_read !== line.was_read;
  const verdict = isOther ? (line.is_read ? words.now : words.not) : (line.is_read ? words.read : words.skipped);
  const row = made("li", { className: line.is_read ? "" : "cut" }, made("div", { className: "what" },
    made("span", { className: "written", textContent: line.text }),
    made("span", { className: `small${isOther ? " doubt warning" : ""}`, textContent: [verdict, line.selector].filter(Boolean).join(" · ") })));
  for (const [field, name] of line.selector ? [["skip", words.skipPart], ["read", words.onlyPart]] : []) {
    if (field === "skip" && !line.is_read) continue;
    const adder = made("button", { type: "button", textContent: name, ariaLabel: `${name}: ${line.selector}, ${line.text.slice(0, 60)}` });
    onClick(adder, async () => {
      const area = form.elements[field];
      area.value = [...new Set([...listed(area.value), line.selector])].join("\n");
      await tryRules();
      one("[data-tried] h2")?.focus();
    });
    row.append(adder);
  }
  return row;
}
async function tryRules() {
  if (!form.reportValidity()) return;
  const on = form.dataset.narrationPage;
  const found = await ask("POST", `${at()}/try`, { ...ruled(), ...(on ? { narration: on } : { url: form.elements.url.value }) });
  if (!found) return;
  const changed = found.lines.filter((each) => each.is_read !== each.was_read);
  const list = (lines) => made("ul", { className: "list tried" }, ...lines.map(triedLine));
  one("[data-tried]").replaceChildren(
    made("h2", { textContent: found.title, tabIndex: -1 }),
    made("p", { textContent: words.words.replace("{before}", found.words_before).replace("{now}", found.words) }),
    changed.length ? list(changed) : made("p", { textContent: words.same }),
    made("details", { open: !changed.length }, made("summary", { textContent: `${words.all} (${found.lines.length})` }), list(found.lines)));
}
onClick(one("[data-try-site]"), tryRules);
onSubmit(form, async () => (await ask("PUT", at(), ruled())) && reload(words.saved));
removable();
ready();
