import type { ConversationView, Label } from "@parlor/protocol";

export interface BulkFailure {
  view: ConversationView;
  error: unknown;
}

/**
 * Does the same to each conversation, one after another. Who fails does not stop the others. `onStep` is told how many are
 * done; when it answers false, the rest is left alone.
 */
export async function forEach(
  views: readonly ConversationView[],
  act: (view: ConversationView) => Promise<void>,
  onStep: (done: number) => boolean = () => true,
): Promise<BulkFailure[]> {
  const failures: BulkFailure[] = [];
  for (const [i, view] of views.entries()) {
    try {
      await act(view);
    } catch (error) {
      failures.push({ view, error });
    }
    if (!onStep(i + 1)) break;
  }
  return failures;
}

export type LabelState = "all" | "some" | "none";

/** Whether the conversations have a label. */
export function labelState(views: readonly ConversationView[], labelId: string): LabelState {
  const having = views.filter((view) => view.labels?.includes(labelId)).length;
  if (having === 0) return "none";
  return having === views.length ? "all" : "some";
}

/** The labels of a conversation after one was put on or taken off. Those that the company no longer knows go. */
export function withLabel(view: ConversationView, labelId: string, on: boolean, known: readonly Label[]): string[] {
  const others = (view.labels ?? []).filter((id) => id !== labelId && known.some((label) => label.label_id === id));
  return on ? [...others, labelId] : others;
}
