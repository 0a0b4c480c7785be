/** Feeds, webhooks, tokens, the budget. */
import { all, ask, made, one, onSubmit, ready, reload, say, words } from "./page.js";
import { removable } from "./lists.js";

/** Shows a secret this once, beside the list in which its owner stands now. */
async function shownOnce(form, secret) {
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const section = form.closest("section");
  one(".list", section).replaceWith(one(`section[aria-labelledby="${section.getAttribute("aria-labelledby")}"] .list`, fresh));
  one(".secret", section)?.remove();
  const note = made("p", { className: "note secret", tabIndex: -1 }, `${form.dataset.once} `, made("code", { textContent: secret }));
  form.after(note);
  form.reset();
  note.focus();
}
for (const form of all("[data-post]")) {
  onSubmit(form, async (given) => {
    if ("minutes" in given) Object.assign(given, { minutes: Number(given.minutes), publish: "publish" in given });
    const answer = await ask("POST", form.dataset.post, given);
    const secret = answer?.secret ?? answer?.token;
    if (secret) await shownOnce(form, secret);
    else if (answer) reload(words.saved);
  });
}
onSubmit(one("[data-who]"), async (given) => {
  const answer = await fetch("/sign-in", { method: "POST", body: new URLSearchParams(given) });
  if (answer.ok) reload(words.saved);
  else say(answer.statusText, true);
});
onSubmit(one("[data-budget]"), async ({ budget }) =>
  (await ask("PUT", "/api/v1/budget", { budget: budget === "" ? null : Number(budget) })) && reload(words.saved));
removable();
ready();
