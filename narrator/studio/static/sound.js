/** Sound: one at a time. */
import { say, told } from "./page.js";

const sound = new Audio();
let playing = null;
const ahead = new Map();

/** Whether something plays, or is about to. */
export const isPlaying = () => playing !== null;

function show(button, is) {
  button.classList.toggle("playing", is);
  button.ariaPressed = String(is);
  const sign = button.querySelector("[data-sign]") ?? (button.classList.contains("play") ? button : null);
  if (sign) sign.textContent = is ? "■" : "▶";
}
export function stop() {
  sound.pause();
  if (playing) show(playing, false);
  playing = null;
}

/** The sound of an address; what was asked for ahead is not asked for again. */
function fetched(address) {
  const there = ahead.get(address) ?? (async () => {
    const answer = await fetch(address);
    if (answer.ok) return answer.blob();
    throw new Error(told(await answer.json()));
  })();
  ahead.delete(address);
  return there;
}
/** Asks for the sound of an address before it is wanted. */
export function askAhead(address) {
  const asked = fetched(address);
  asked.catch(() => {});
  ahead.set(address, asked);
}

/** Plays the sound of an address; a second press on the same button stops it. */
export async function play(button, address, then) {
  const again = playing === button;
  stop();
  if (again) return;
  playing = button;
  show(button, true);
  try {
    const body = URL.createObjectURL(await fetched(address));
    if (playing !== button) return;
    sound.src = body;
    sound.onended = () => { URL.revokeObjectURL(body); button.dataset.heard = "yes"; stop(); then?.(); };
    await sound.play();
    button.dataset.heard = "begun";
  } catch (error) {
    if (playing !== button) return; // another sound was asked for meanwhile: the browser says "aborted", nobody has to know
    say(String(error.message || error), true);
    stop();
  }
}
