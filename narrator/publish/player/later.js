// What to hear next: a list that the reader makes, kept in the browser, and the article that the publisher names.
function later(player) {
  const { data, title, page } = player.facts;
  if (!kept.queue.some((item) => item.data === data)) kept.queue = [...kept.queue, { data, title, page: page || location.href.split("#")[0] }];
  player.say(player.words.queued);
  showQueue(player);
}

function leaveOut(player, data) {
  kept.queue = kept.queue.filter((item) => item.data !== data);
  showQueue(player);
  player.do("later").focus();
}

function showQueue(player) {
  const { facts, words } = player, waiting = kept.queue, next = facts.next;
  player.do("later").hidden = !facts.data || waiting.some(({ data }) => data === facts.data);
  player.$(".waiting").hidden = !waiting.length;
  player.$(".waiting ol").replaceChildren(...waiting.map(({ data, title, page }) => h("li", {}, h("a", { href: page }, title || page),
    h("button", { type: "button", "data-item": data, "aria-label": filled(words.remove, { title: title || "" }) }, icon("close")))));
  const link = player.$(".next");
  link.hidden = !next;
  if (next) { link.href = next.page; link.textContent = filled(words.next, { title: next.title }); }
  player.$(".onward").hidden = false;
}

/** Play what the reader has put next, without leaving the page; false where nothing waits. */
function playNext(player) {
  const [item, ...rest] = kept.queue;
  if (!item) return false;
  kept.queue = rest;
  load(item.data).then((facts) => {
    player.narration = { ...facts, isElsewhere: true, cues: [] };
    player.play();
  }).catch(() => player.say(player.words.lost));
  return true;
}

/** The facts of a narration from its address, the addresses in them made whole. */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const facts = await answer.json(), whole = (each) => each && new URL(each, answer.url).href;
  return { ...facts, data: answer.url, page: whole(facts.page), image: whole(facts.image), files: (facts.files || []).map((file) => ({ ...file, src: whole(file.src) })) };
}
