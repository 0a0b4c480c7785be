// What the player says where a page brings no words of its own, and its keys. `narrator/languages` has other languages.
const WORDS = {
  region: "Listen to this article", listen: "Listen", minutes: "{n} min",
  label: "This audio is created with AI assistance.", play: "Play", pause: "Pause",
  back15: "Back 15 seconds", forth15: "Forward 15 seconds", previousSentence: "Previous sentence", nextSentence: "Next sentence",
  position: "Position", speed: "Speed", chapters: "Chapters", volume: "Volume", mute: "Mute",
  follow: "Follow the voice", highlight: "Highlight the sentence", shortcuts: "Space and K play on the whole page",
  download: "Download", link: "Link to this sentence", keys: "Keyboard help", about: "About this audio",
  options: "More controls", close: "Close the player", back: "Back to the voice", resume: "Continue at {time}",
  left: "{time} left", of: "{time} of {total}", copied: "The link is copied.", address: "The link is in the address bar.",
  lost: "The sound cannot be loaded.", again: "Try again", loading: "Loading …", finished: "The end of the article.",
  sleep: "Sleep timer", off: "Off", chapterEnd: "End of the chapter", slept: "The sleep timer has paused the sound.",
  later: "Listen later", queued: "It is in your list.", queue: "Listen next", remove: "Remove {title}", next: "Next article: {title}",
  byParagraph: "Previous, next paragraph", bySentence: "Previous, next sentence", bySeconds: "Back, forward 15 seconds",
  enter: "On a sentence: play from there", sentence: "sentence", here: "Enter plays from here",
};
const KEYS = [
  ["Space, K", "play"], ["J, L", "bySeconds"], ["←, →", "bySentence"], ["Shift + ←, →", "byParagraph"], ["<, >", "speed"],
  ["↑, ↓", "volume"], ["M", "mute"], ["F", "follow"], ["H", "highlight"], ["C", "link"], ["?", "keys"], ["Enter", "enter"],
];
// What makes no sense where no sentence is known.
const OF_SENTENCES = ["previousSentence", "nextSentence", "follow", "highlight", "bySentence", "byParagraph", "enter"];
