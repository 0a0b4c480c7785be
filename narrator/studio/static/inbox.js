/** The inbox: what is dropped, and what is done with several articles at once. */
import { API, all, ask, one, onClick, onSubmit, query, ready, reload, say, words } from "./page.js";

const opened = (row) => row && (location.href = `/narrations/${row.id}`);
for (const form of all("[data-add]")) onSubmit(form, async (given) => opened(await ask("POST", `${API}/narrations`, given)));
async function sendFile(file) {
  const body = new FormData();
  body.append("file", file);
  opened(await ask("POST", `${API}/narrations/file`, body));
}
one("[data-file]").addEventListener("change", (event) => event.target.files[0] && sendFile(event.target.files[0]));

const drop = one("[data-drop]");
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const file = event.dataTransfer.files[0];
  const text = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
  if (file) return sendFile(file);
  if (!text) return;
  const isAddress = /^https?:\/\/\S+$/.test(text.trim());
  opened(await ask("POST", `${API}/narrations`, isAddress ? { url: text.trim() } : { text }));
});

const STEPS = { speak: [["POST", "/speak"]], publish: [["POST", "/approve"], ["POST", "/publish"]], remove: [["DELETE", ""]] };
for (const button of all("[data-bulk]")) {
  onClick(button, async () => {
    const chosen = all("[data-pick]:checked");
    if (!chosen.length) return say(words.noneChosen, true);
    if (button.dataset.bulk === "remove" && !confirm(words.sure)) return;
    let done = 0;
    for (const box of chosen) {
      let went = true;
      for (const [method, path] of STEPS[button.dataset.bulk]) went = went && (await ask(method, `${API}/narrations/${box.dataset.pick}${path}`));
      if (!went) continue;
      box.checked = false;
      done += 1;
    }
    if (done === chosen.length) reload(words.done.replace("{done}", done));
  });
}
onSubmit(one(".filter"), (given) => reload("", `/?${query(given)}`));
ready(words.found);
