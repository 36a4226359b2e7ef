import { ApiProblem } from "../api/problem.ts";
import { rebase } from "./draft.ts";

interface Options<Doc extends object, Saved> {
  base: Doc;
  wanted: Doc;
  keys: readonly (keyof Doc)[];
  /** Sends what is wanted over `from`, whose version it names. */
  send: (from: Doc, wanted: Doc) => Promise<Saved>;
  /** As a colleague has left it; undefined: it is gone. */
  reload: () => Promise<Doc | undefined>;
}

export interface Meeting<Doc> {
  theirs: Doc;
  /** Theirs with our changes in it. */
  draft: Doc;
  /** What both have changed, each in another way. */
  conflicts: (keyof Doc)[];
}

const ATTEMPTS = 3;

/**
 * Sends a change of something that has a version. A colleague's change of other fields is taken in and sent along; of the same ones it
 * comes back, and nothing has been overwritten.
 */
export async function sendMerged<Doc extends object, Saved>(options: Options<Doc, Saved>): Promise<Saved | Meeting<Doc>> {
  const { keys, send, reload } = options;
  let { base, wanted } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(base, wanted);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== "conflict" || attempt === ATTEMPTS) throw error;
      const theirs = await reload();
      if (!theirs) throw error;
      const { draft, conflicts } = rebase(base, wanted, theirs, keys);
      if (conflicts.length > 0) return { theirs, draft, conflicts };
      [base, wanted] = [theirs, draft];
    }
  }
}

export const isMeeting = <Doc, Saved extends object>(answer: Saved | Meeting<Doc>): answer is Meeting<Doc> => "conflicts" in answer;
