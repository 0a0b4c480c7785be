// What to hear next: a list that the reader makes, kept in the browser, and the article that the publisher names.
function later(player) {
  const { title, page } = player.facts, data = ownData(player);
  if (!isWaiting(data)) kept.queue = [...kept.queue, { data, title, page: page || location.href.split("#")[0] }];
  player.say(player.words.queued);
  showQueue(player);
}

const ownData = ({ facts: { data } }) => data && new URL(data, location.href).href;
const isWaiting = (address) => kept.queue.some(({ data }) => data === address);

function leaveOut(player, data) {
  kept.queue = kept.queue.filter((item) => item.data !== data);
  showQueue(player);
  player.do("later").focus();
}

function showQueue(player) {
  const { words } = player, waiting = kept.queue, data = ownData(player);
  player.do("later").hidden = !data || isWaiting(data);
  player.$(".waiting").hidden = !waiting.length;
  player.$(".waiting ol").replaceChildren(...waiting.map((item) => h("li", {}, h("a", { href: item.page }, item.title || item.page),
    h("button", { type: "button", "data-item": item.data, "aria-label": filled(words.remove, { title: item.title || "" }) }, icon("close")))));
}

/** After the end: what the reader has put next is played, else the newest other article is offered. */
async function goOn(player) {
  const [item, ...rest] = kept.queue;
  player.say(player.words.finished);
  try {
    if (!item) return offerNext(player, await newest(player));
    kept.queue = rest;
    player.narration = { ...await load(item.data), words: player.facts.words, isElsewhere: true, cues: [] };
    player.play();
  } catch { /* without a network the end is the end */ }
}

async function newest({ facts }) {
  if (!facts.latest) return null;
  const answer = await fetch(new URL(facts.latest, location.href));
  const items = (await answer.json()).map((item) => ({ ...item, page: new URL(item.page, answer.url).href, data: item.data && new URL(item.data, answer.url).href }));
  return items.find(({ data, title }) => data !== facts.data && title !== facts.title);
}

function offerNext(player, item) {
  const link = player.$(".next");
  link.hidden = !item;
  if (!item) return;
  link.href = item.page;
  link.textContent = filled(player.words.next, { title: item.title });
}

/** The facts of a narration from its address. */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return { ...whole(await answer.json(), answer.url), data: answer.url };
}

/** Facts with the addresses in them made whole: they are written as seen from the file that they stand in. */
function whole(facts, file) {
  const address = (each) => each && new URL(each, file).href;
  return { ...facts, page: address(facts.page), latest: address(facts.latest), image: address(facts.image), files: (facts.files || []).map((each) => ({ ...each, src: address(each.src) })) };
}
