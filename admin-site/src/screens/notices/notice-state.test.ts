import type { StaffNoticeView } from "@parlor/protocol";
import { expect, it } from "vitest";
import { noticeState } from "./notice-state.ts";

const notice: StaffNoticeView = {
  notice_id: "01M3250V00G3MYW1M3BM87BAFK",
  title: "Hours",
  text: "We close at six.",
  audience: "all",
  from_at: 10,
  until: 20,
  published_at: 5,
  by_agent_id: "01M3250V00G3MYW1M3BM87BAFK",
  by_name: "Lin",
};

it("knows whether a notice is to come, holds, is over or was withdrawn", () => {
  expect([9, 10, 19, 20].map((now) => noticeState(notice, now))).toEqual(["planned", "holds", "holds", "over"]);
  expect(noticeState({ ...notice, withdrawn_at: 12 }, 11)).toBe("withdrawn");
});
