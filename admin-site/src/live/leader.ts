/** What the tabs of one agent tell each other. */
type Word = { tab: string; looking: boolean } | { ask: true };

/**
 * Of several tabs of an agent one rings: the first that was opened, and when it closes, the next. The others tell it whether
 * somebody looks at them. Where the browser has no locks, every tab rings.
 */
export class Leader {
  leads = false;
  readonly #tab = Math.random().toString(36).slice(2);
  readonly #looking = new Set<string>();
  readonly #channel: BroadcastChannel | undefined;
  readonly #ending = new AbortController();
  #release: (() => void) | undefined;

  constructor(name: string) {
    this.#lead(name);
    if (typeof BroadcastChannel === "undefined") return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if ("ask" in data) this.#tell(looked());
      else if (data.looking) this.#looking.add(data.tab);
      else this.#looking.delete(data.tab);
    };
    const { signal } = this.#ending;
    const changed = () => this.#tell(looked());
    for (const event of ["focus", "blur"]) window.addEventListener(event, changed, { signal });
    document.addEventListener("visibilitychange", changed, { signal });
    window.addEventListener("pagehide", () => this.#tell(false), { signal });
    this.#channel.postMessage({ ask: true } satisfies Word);
    changed();
  }

  /** Somebody has this tab or another one before their eyes. */
  get looked(): boolean {
    return looked() || this.#looking.size > 0;
  }

  stop(): void {
    this.#tell(false);
    this.#ending.abort();
    this.#channel?.close();
    this.#release?.();
    this.leads = false;
  }

  #lead(name: string): void {
    if (!("locks" in navigator)) {
      this.leads = true;
      return;
    }
    navigator.locks
      .request(name, { signal: this.#ending.signal }, () => {
        this.leads = true;
        return new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      })
      .catch(() => {
        // Stopped while another tab led.
      });
  }

  #tell(looking: boolean): void {
    this.#channel?.postMessage({ tab: this.#tab, looking } satisfies Word);
  }
}

const looked = (): boolean => !document.hidden && document.hasFocus();
