import type {
  AuditWanted,
  CompanyWanted,
  DownloadView,
  LeftMessagesWanted,
  Me,
  PersonWanted,
  RecordsWanted,
  Right,
  StartDownload,
} from "@parlor/protocol";
import { may } from "../../shared/me.tsx";

export type Wanted = RecordsWanted | LeftMessagesWanted | AuditWanted | PersonWanted | CompanyWanted;
export type Format = StartDownload["format"];

export const downloadsKey = ["downloads"] as const;

const RIGHTS: Record<Wanted["kind"], readonly Right[]> = {
  records: ["read_records", "export_records"],
  left_messages: ["read_left_messages", "export_records"],
  audit: ["read_audit"],
  person: ["personal"],
  company: ["keep_company", "personal", "read_audit"],
};

/** Whether this person may take it away; the server decides, and once more when the file is fetched. */
export const mayTake = (me: Me, kind: Wanted["kind"]): boolean => RIGHTS[kind].every((right) => may(me, right));

/** Pages to read are made of conversations only. */
export const formatsOf = (kind: Wanted["kind"]): readonly Format[] =>
  kind === "person" || kind === "company" ? ["zip"] : kind === "records" ? ["xlsx", "csv", "jsonl", "html"] : ["xlsx", "csv", "jsonl"];

export const isOpen = (download: DownloadView): boolean => download.state === "queued" || download.state === "running";

/** How much of it is there, 0 to 1; nothing while that cannot be told. */
export function shareOf({ rows = 0, estimated }: DownloadView): number | undefined {
  return estimated ? Math.min(rows / estimated, 1) : undefined;
}

/** How many conditions a search has. */
export function conditionsOf(wanted: Wanted): number {
  if (wanted.kind !== "records") return 0;
  const { none_of = {}, ...own } = wanted.conditions ?? {};
  const says = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "");
  return [...Object.values(own), ...Object.values(none_of)].filter(says).length;
}
