import { describe, expect, it } from "vitest";
import { ApiProblem } from "../api/problem.ts";
import { isMeeting, sendMerged } from "./send-merged.ts";

const conflict = () => new ApiProblem({ code: "conflict", message: "", status: 409 });

interface Doc {
  name: string;
  title: string;
  version: number;
}

/** A server that has moved on to `now`. */
function server(now: Doc) {
  const state = { now };
  return {
    state,
    send: async (from: Doc, wanted: Doc) => {
      if (from.version !== state.now.version) throw conflict();
      state.now = { ...wanted, version: from.version + 1 };
      return { saved: state.now };
    },
    reload: async () => state.now,
  };
}

const base: Doc = { name: "Mei", title: "", version: 1 };
const keys = ["name", "title"] as const;

describe("a change that meets a colleague's", () => {
  it("takes in what was changed elsewhere", async () => {
    const { state, send, reload } = server({ ...base, title: "Tea master", version: 2 });
    expect(isMeeting(await sendMerged({ base, wanted: { ...base, name: "Mei Lin" }, keys, send, reload }))).toBe(false);
    expect(state.now).toEqual({ name: "Mei Lin", title: "Tea master", version: 3 });
  });

  it("comes back where both changed the same", async () => {
    const { state, send, reload } = server({ ...base, name: "Mei Wang", version: 2 });
    const answer = await sendMerged({ base, wanted: { ...base, name: "Mei Lin" }, keys, send, reload });
    expect(answer).toMatchObject({ conflicts: ["name"], draft: { name: "Mei Lin" }, theirs: { name: "Mei Wang" } });
    expect(state.now.name).toBe("Mei Wang");
  });

  it("says so when the thing is gone", async () => {
    const send = () => Promise.reject(conflict());
    await expect(sendMerged({ base, wanted: base, keys, send, reload: async () => undefined })).rejects.toThrow();
  });
});
