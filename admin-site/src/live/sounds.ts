import type { Sound } from "./alert-settings.ts";

/** Hertz and seconds from the start: the melodies are told apart by their direction and number of notes. */
const MELODIES: Record<Sound, readonly (readonly [number, number])[]> = {
  visitor: [
    [659, 0],
    [523, 0.18],
  ],
  request: [
    [784, 0],
    [622, 0.2],
    [784, 0.45],
    [622, 0.65],
  ],
  message: [[880, 0]],
  transfer: [
    [523, 0],
    [659, 0.14],
    [784, 0.28],
  ],
};
const NOTE_S = 0.5;
const VOLUME = 0.16;

let context: AudioContext | undefined;

/** Plays a ding-dong. Silent until the person has touched the page once: browsers want it so. */
export async function play(sound: Sound): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  if (context.state === "suspended") {
    // A sound that waits for the next click would come at a senseless moment.
    const resumed = await Promise.race([context.resume().then(() => true), new Promise((late) => setTimeout(late, 200))]);
    if (resumed !== true) return;
  }
  for (const [frequency, at] of MELODIES[sound]) {
    const start = Math.max(currentTime, context.currentTime) + at;
    const note = context.createOscillator();
    const volume = context.createGain();
    note.type = "sine";
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
    note.connect(volume).connect(destination);
    note.start(start);
    note.stop(start + NOTE_S);
  }
}
