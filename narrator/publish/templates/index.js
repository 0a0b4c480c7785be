const A_FILE = 50, BEGINNING = 2, MOST = 50;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const input = document.getElementById("search"), found = document.getElementById("found"), list = document.getElementById("list");
const shown = list.innerHTML ? [...list.children] : [], root = input.dataset.root, pages = document.getElementById("pages");
const asked = new Map();

input.parentElement.hidden = false;
input.addEventListener("input", () => search(input.value).catch((error) => console.warn(`narrator: ${error.message}`)));
if (input.value) search(input.value);

/** As `narrator/publish/search.py` does with what it lists. */
function terms(text) {
  const words = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  return words.flatMap((word) => !UNSPACED.test(word) ? word : word.length < 2 ? word : [...Array(word.length - 1).keys()].map((at) => word.slice(at, at + 2)));
}

function json(path) {
  if (!asked.has(path)) asked.set(path, fetch(`${root}search/${path}.json`).then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status} for ${path}`))));
  return asked.get(path);
}

async function numbersOf(term) {
  const isUnspaced = UNSPACED.test(term);
  if (!isUnspaced && term.length < BEGINNING && !/\d/.test(term)) return null;
  const table = await json(hashed(isUnspaced ? term[0] : term.slice(0, BEGINNING)).slice(0, 2));
  return new Set(Object.entries(table).flatMap(([word, steps]) => {
    let number = 0;
    return word.startsWith(term) ? steps.map((step) => number += step) : [];
  }));
}

async function search(text) {
  const sets = (await Promise.all(terms(text).map(numbersOf))).filter(Boolean);
  if (text !== input.value) return;
  if (pages) pages.hidden = sets.length > 0;
  if (!sets.length) {
    found.textContent = "";
    return list.replaceChildren(...shown);
  }
  const numbers = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => b - a);
  const entries = await Promise.all(numbers.slice(0, MOST).map(async (number) => (await json(`entries/${Math.floor(number / A_FILE)}`))[number % A_FILE]));
  if (text !== input.value) return;
  list.replaceChildren(...entries.map(item));
  found.textContent = found.dataset.said.replace("{shown}", entries.length).replace("{total}", numbers.length);
}

function made(tag, text, attributes = {}) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...[text].flat());
  return element;
}

function item({ path, title, language, direction, length, line, description }) {
  return made("li", [
    made("h2", made("a", title, { href: `${root}${path}/` })),
    made("p", [length, ...line].map((each) => made("span", each)), { className: "meta" }),
    made("p", description),
  ], { lang: language, dir: direction });
}
