/** Time and chance, injected so that tests can run hours in milliseconds. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Runs once after `ms`; answers with the function that calls it off. */
  after(ms: number, run: () => void): () => void;
  /** From 0 to just under 1. Good enough for jitter, not for ids. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
