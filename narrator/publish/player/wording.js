// What the player says where a page brings no words of its own (`words.toml` has them by language), and its keys.
const WORDS = {
  region: "Listen to this article", label: "This audio is created with AI assistance.", play: "Play", pause: "Pause",
  previousParagraph: "Previous paragraph", previousSentence: "Previous sentence", nextSentence: "Next sentence",
  nextParagraph: "Next paragraph", back10: "Back 10 seconds", forth10: "Forward 10 seconds",
  back30: "Back 30 seconds", forth30: "Forward 30 seconds", position: "Position", speed: "Speed", chapter: "Chapter",
  volume: "Volume", mute: "Mute", follow: "Follow the voice", highlight: "Highlight the sentence",
  download: "Download", link: "Link to this sentence", keys: "Keyboard help", about: "About this audio",
  options: "More controls", back: "Back to the voice", resume: "Continue at {time}", restart: "From the start",
  left: "{time} left", of: "{time} of {total}", copied: "The link is copied.", address: "The link is in the address bar.",
  lost: "The sound cannot be loaded.", finished: "The end of the article.", sentence: "Previous, next sentence",
  paragraph: "Previous, next paragraph", seconds: "Back, forward 10 seconds", enter: "On a sentence: play from there",
  here: "Enter plays from here",
};
const KEYS = [
  ["Space, K", "play"], ["←, →", "sentence"], ["Shift + ←, →", "paragraph"], ["<, >", "speed"], ["↑, ↓", "volume"],
  ["M", "mute"], ["F", "follow"], ["H", "highlight"], ["C", "link"], ["?", "keys"], ["Enter", "enter"],
];
// Without sentences the same buttons and keys go by seconds, and say so.
const BY_SECONDS = {
  previousSentence: "back10", nextSentence: "forth10", previousParagraph: "back30", nextParagraph: "forth30", sentence: "seconds",
};
const NEED_SENTENCES = ["paragraph", "follow", "highlight", "enter"];
