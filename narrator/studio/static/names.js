/** How a name is said: heard, and three other ways to hear and to take. */
import { API, all, ask, made, one, query, words } from "./page.js";
import { play } from "./sound.js";

/** Lets the form of a name be heard and proposals be asked for.
 *  @param take what is done with the entry of a proposal. */
export function names(form, take) {
  if (!form) return;
  const list = one("[data-proposals]", form);
  const { languageTag: language, voice } = form.dataset;
  const written = () => {
    const field = form.elements.written;
    if (!field.value.trim()) field.reportValidity();
    return field.value.trim();
  };
  const heard = (text, entry) => `${API}/speech?${query({ text, written: text, say: entry.say, like: entry.language, language, voice })}`;
  one("[data-try-name]", form).addEventListener("click", (event) => {
    const name = written();
    if (name) play(event.currentTarget, heard(name, { say: form.elements.say.value }));
  });
  one("[data-propose]", form).addEventListener("click", async () => {
    const name = written();
    if (!name) return;
    const found = await ask("GET", `${API}/proposals?${query({ written: name, language, voice })}`);
    if (!found) return;
    const named = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
    list.replaceChildren(...found.map(({ entry, like, spelled }) => {
      const how = like ? words.as.replace("{language}", named.of(like)) : words.letters;
      const player = made("button", { type: "button", className: "play", textContent: "▶", ariaLabel: `${words.try}: ${spelled || how}` });
      player.addEventListener("click", () => play(player, heard(name, entry)));
      const taker = made("button", { type: "button", textContent: words.learn, ariaLabel: `${words.learn}: ${spelled || how}` });
      taker.addEventListener("click", () => take(entry));
      return made("li", {}, player, made("div", { className: "what" }, made("b", { textContent: spelled || name }), made("span", { className: "small", textContent: how })), taker);
    }));
    if (!found.length) list.append(made("li", { textContent: words.none }));
  });
}
