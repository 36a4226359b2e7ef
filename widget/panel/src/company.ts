import type { VisitorLanguage } from "@parlor/protocol";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { hasCompany, inLanguage, type Look, webAddress } from "./look";

/** The announcement that the visitor has dismissed last. */
export const DISMISSED_KEY = "announced";
/** From here on the page of its own has room for the company beside the conversation; as in company.css. */
const WIDE = "(min-width: 960px)";
/** Timers take no more. */
const LONGEST_MS = 2 ** 31 - 1;

export type Tab = "chat" | "about" | "site";

interface Around {
  readonly look: ReadonlySignal<Look>;
  readonly language: VisitorLanguage;
  readonly standalone: boolean;
  list(prefix: string): Promise<Record<string, string>>;
  apply(changes: Record<string, string | null>): Promise<void>;
}

/** What the window shows of the company (公司面板): which of it there is, and what the visitor does with it. */
export class Company {
  /** What draws it all, once it has been fetched. */
  readonly parts = signal<typeof import("./parts/company") | undefined>(undefined);
  /** The company stands beside the conversation. */
  readonly beside: ReadonlySignal<boolean>;
  readonly tabs: ReadonlySignal<readonly Tab[]>;
  readonly tab: ReadonlySignal<Tab>;
  readonly announcement: ReadonlySignal<{ text: string; url: string | undefined } | undefined>;
  readonly #chosen = signal<Tab>("chat");
  /** Undefined: not known yet. */
  readonly #dismissed = signal<string | undefined>(undefined);
  readonly #now = signal(Date.now());
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
    const { look, language, standalone } = around;
    const media = matchMedia(WIDE);
    const wide = signal(media.matches);
    media.addEventListener("change", () => {
      wide.value = media.matches;
    });
    const about = computed(() => {
      const { profile, payments } = look.value.panel ?? {};
      return Boolean(inLanguage(profile, language) || payments?.length);
    });
    this.beside = computed(() => standalone && wide.value && about.value);
    this.tabs = computed(() => {
      const site = webAddress(look.value.panel?.tab?.url) && ("site" as const);
      const others = [about.value && !this.beside.value && ("about" as const), site].filter((each) => !!each);
      return others.length > 0 ? ["chat", ...others] : [];
    });
    this.tab = computed(() => (this.tabs.value.includes(this.#chosen.value) ? this.#chosen.value : "chat"));
    this.announcement = computed(() => {
      const { texts, url, until } = look.value.panel?.announcement ?? {};
      const text = inLanguage(texts, language);
      const known = this.#dismissed.value;
      const shown = text && (until ?? Number.POSITIVE_INFINITY) > this.#now.value && known !== undefined && known !== nameOf(text, url);
      return shown ? { text, url: webAddress(url) } : undefined;
    });
    effect(() => this.#watchTheEnd());
    effect(() => {
      if (hasCompany(look.value)) void this.load();
    });
    void around.list(DISMISSED_KEY).then((kept) => this.dismissed(kept[DISMISSED_KEY]));
  }

  /** Fetches what draws it, if there is anything to draw. */
  async load(): Promise<void> {
    if (!hasCompany(this.#around.look.peek()) || this.parts.peek()) return;
    this.parts.value = await import("./parts/company");
  }

  show(tab: Tab): void {
    this.#chosen.value = tab;
  }

  /** This tab or another one has dismissed an announcement. */
  dismissed(name: string | null | undefined): void {
    this.#dismissed.value = name ?? "";
  }

  dismiss(): void {
    const { texts, url } = this.#around.look.value.panel?.announcement ?? {};
    const name = nameOf(inLanguage(texts, this.#around.language), url);
    this.dismissed(name);
    void this.#around.apply({ [DISMISSED_KEY]: name });
  }

  #watchTheEnd(): (() => void) | undefined {
    const until = this.#around.look.value.panel?.announcement?.until;
    if (!until || until < this.#now.value) return;
    const timer = setTimeout(
      () => {
        this.#now.value = Date.now();
      },
      Math.min(until - Date.now() + 1, LONGEST_MS),
    );
    return () => clearTimeout(timer);
  }
}

/** Short, and another one as soon as the announcement says something else. */
function nameOf(text: string, url: string | undefined): string {
  let hash = 0;
  for (const char of `${text}\n${url ?? ""}`) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) | 0;
  return hash.toString(36);
}
