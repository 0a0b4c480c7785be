/** Lists whose items are removed, or sent again. */
import { ask, reload, words } from "./page.js";

/** Lets the buttons of all lists of the page work, also those that come later. */
export function removable() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-delete], [data-again]");
    if (!button || button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    const isRemoved = "delete" in button.dataset;
    const done = await ask(isRemoved ? "DELETE" : "POST", button.dataset.delete ?? button.dataset.again);
    button.ariaDisabled = null;
    if (done) reload(isRemoved ? words.removed : words.saved);
  });
}
