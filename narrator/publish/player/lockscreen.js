// The lock screen, headphones and the media keys of a keyboard.
const lockScreen = {
  name({ title, artist, site, image }) {
    if (!navigator.mediaSession || !globalThis.MediaMetadata || !title) return;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: artist || "", album: site || "", artwork: image ? [{ src: image }] : [] });
  },

  /** What its buttons do; taken again at each play, since two players of a page share them. */
  take(player) {
    const { sound } = player;
    const acts = {
      play: () => player.play(), pause: () => sound.pause(), stop: () => sound.pause(),
      previoustrack: () => player.step(-1, true), nexttrack: () => player.step(1, true),
      seekbackward: ({ seekOffset }) => player.seek(sound.now - (seekOffset || STEP_S)),
      seekforward: ({ seekOffset }) => player.seek(sound.now + (seekOffset || STEP_S)), seekto: ({ seekTime }) => player.seek(seekTime),
    };
    for (const [name, act] of Object.entries(acts)) { try { navigator.mediaSession?.setActionHandler(name, act); } catch { /* not known here */ } }
  },

  tell({ length, rate, now }) {
    if (length) navigator.mediaSession?.setPositionState?.({ duration: length, playbackRate: rate, position: Math.min(now, length) });
  },
};
