import type { GivenAnswer, Question, Rated, Survey } from "@parlor/protocol";
import { signal } from "@preact/signals";

/** So long after the conversation's end an answer may be given or changed; the server's own rule. */
const OPEN_MS = 24 * 3_600_000;

interface Around {
  rate(answers: GivenAnswer[]): boolean;
  /** Keeps what is answered so far over a reload; null: nothing is to be kept. */
  keep(text: string | null): void;
}

/** The survey while it is answered. One answer for each conversation; a later one takes the place of the earlier. */
export class Rating {
  readonly answers = signal<Record<string, GivenAnswer>>({});
  readonly state = signal<"open" | "sending" | "skipped" | "editing">("open");
  /** The key of the question that is to be answered first, or "" for another refusal. */
  readonly missing = signal<string | undefined>(undefined);
  readonly #around: Around;
  #conversationId: string | undefined;

  constructor(around: Around) {
    this.#around = around;
  }

  answer(question: Question, value: Omit<GivenAnswer, "key">): void {
    this.answers.value = { ...this.answers.value, [question.key]: { key: question.key, ...value } };
    this.missing.value = undefined;
    this.#around.keep(JSON.stringify({ id: this.#conversationId, answers: this.answers.value }));
  }

  /** What was answered before the page was loaded anew. */
  restore(kept: string | undefined, conversationId: string | undefined): void {
    this.#conversationId = conversationId;
    const { id, answers } = kept ? (JSON.parse(kept) as { id?: string; answers: Record<string, GivenAnswer> }) : {};
    if (answers && id === conversationId) this.answers.value = { ...answers, ...this.answers.value };
  }

  edit(rated: Rated): void {
    this.answers.value = Object.fromEntries(
      rated.answers.map(({ key, stars, value }) => [key, { key, ...(stars ? { stars } : { value: value ?? "" }) }]),
    );
    this.state.value = "editing";
  }

  submit(survey: Survey): void {
    const given = survey.questions.flatMap(({ key }) => {
      const answer = this.answers.value[key];
      return answer && (answer.stars || answer.value?.trim()) ? [answer] : [];
    });
    const open = survey.questions.find(({ key, required }) => required && !given.some((each) => each.key === key));
    this.missing.value = open?.key ?? (given.length === 0 ? survey.questions[0]?.key : undefined);
    if (this.missing.value !== undefined) return;
    if (this.#around.rate(given)) this.state.value = "sending";
    else this.missing.value = "";
  }

  refuse(field: string | undefined): void {
    this.state.value = "open";
    this.missing.value = field?.startsWith("answers.") ? field.slice("answers.".length) : "";
  }

  reset(): void {
    this.answers.value = {};
    this.state.value = "open";
    this.missing.value = undefined;
  }

  /** The answer stands in the log. */
  taken(): void {
    this.#around.keep(null);
    if (this.state.value !== "skipped") this.state.value = "open";
    this.missing.value = undefined;
  }

  skip(): void {
    this.state.value = "skipped";
  }
}

export function mayRate(closedAt: number | undefined, now: number): boolean {
  return closedAt === undefined || now - closedAt < OPEN_MS;
}
