// The keys of the player, and what needs sentences. Its words are in `narrator/languages/<tag>/player.toml`.
const KEYS = [
  ["Space, K", "play"], ["J, L", "bySeconds"], ["←, →", "bySentence"], ["Shift + ←, →", "byParagraph"], ["<, >", "speed"],
  ["↑, ↓", "volume"], ["M", "mute"], ["F", "follow"], ["H", "highlight"], ["C", "link"], ["?", "keys"], ["Enter", "enter"],
];
// What makes no sense where no sentence is known.
const OF_SENTENCES = ["previousSentence", "nextSentence", "follow", "highlight", "bySentence", "byParagraph", "enter"];
