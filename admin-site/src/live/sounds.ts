import type { Tune } from "./alert-settings.ts";

/** Hertz and seconds from the start: the melodies are told apart by their direction and number of notes. */
const MELODIES: Record<Tune, readonly (readonly [number, number])[]> = {
  ding_dong: [
    [784, 0],
    [622, 0.22],
  ],
  dong_ding: [
    [523, 0],
    [659, 0.18],
  ],
  alarm: [
    [784, 0],
    [622, 0.2],
    [784, 0.45],
    [622, 0.65],
  ],
  rise: [
    [523, 0],
    [659, 0.14],
    [784, 0.28],
  ],
  drop: [
    [988, 0],
    [740, 0.12],
    [554, 0.24],
  ],
  bell: [[880, 0]],
};
const NOTE_S = 0.5;
/** Of a sine at full volume: more than this hurts in headphones. */
const LOUDEST = 0.28;

let context: AudioContext | undefined;

/** Plays a melody; `volume` in per cent. Silent until the person has touched the page once: browsers want it so. */
export async function play(tune: Tune, volume: number): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  if (context.state === "suspended") {
    // A sound that waits for the next click would come at a senseless moment.
    const resumed = await Promise.race([context.resume().then(() => true), new Promise((late) => setTimeout(late, 200))]);
    if (resumed !== true) return;
  }
  for (const [frequency, at] of MELODIES[tune]) {
    const start = Math.max(currentTime, context.currentTime) + at;
    const note = context.createOscillator();
    const gain = context.createGain();
    note.type = "sine";
    note.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime((LOUDEST * volume) / 100, start + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
    note.connect(gain).connect(destination);
    note.start(start);
    note.stop(start + NOTE_S);
  }
}
