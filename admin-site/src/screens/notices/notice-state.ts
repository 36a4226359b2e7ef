import type { StaffNoticeView } from "@parlor/protocol";

export function noticeState(notice: StaffNoticeView, now: number): "planned" | "holds" | "over" | "withdrawn" {
  if (notice.withdrawn_at !== undefined) return "withdrawn";
  if (notice.until <= now) return "over";
  return notice.from_at > now ? "planned" : "holds";
}
