(() => {
  "use strict";
  const input = document.getElementById("search"), found = document.getElementById("found");
  const items = [...document.querySelectorAll("#list > li")].map((item) => [item, plain(item.textContent)]);
  input.parentElement.hidden = items.length < 2;
  input.addEventListener("input", () => {
    const wanted = plain(input.value).split(/\s+/);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !wanted.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    const said = found.dataset.said.replace("{shown}", shown).replace("{total}", items.length);
    found.textContent = input.value.trim() ? said : "";
  });
  function plain(text) { return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
})();
