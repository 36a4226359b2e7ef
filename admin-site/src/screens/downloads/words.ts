import type { DownloadView, PersonWanted } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { problemText } from "../../shared/problem-text.ts";
import { conditionsOf, type Wanted } from "./wanted.ts";

const OWN = ["at_limit", "expired", "not_ready", "over"] as const;
type Own = (typeof OWN)[number];
const isOwn = (code: string): code is Own => (OWN as readonly string[]).includes(code);

/** Of whom, without a name: the file outlives what it is made of. A card has no number. */
const visitorNumber = ({ visitor_id }: PersonWanted): string => (visitor_id ? `V-${visitor_id.slice(-6)}` : "");

/** Downloads in words. */
export function useDownloadWords() {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return {
    title: (wanted: Wanted) => t(`downloads.kind.${wanted.kind === "audit" && wanted.about === "sign_in" ? "sign_ins" : wanted.kind}`),
    /** Of when, and what of it. */
    about: (wanted: Wanted): string => {
      const parts: string[] = [];
      if (wanted.kind === "person") return visitorNumber(wanted);
      if (wanted.kind === "company") return "";
      if (wanted.kind !== "left_messages") {
        parts.push(wanted.first === wanted.last ? wanted.first : t("downloads.period", { first: wanted.first, last: wanted.last }));
      } else parts.push(t(wanted.state ? `left.is.${wanted.state}` : "left.view.all"));
      if (wanted.kind === "records" && wanted.messages) parts.push(t(wanted.notes ? "downloads.withNotes" : "downloads.withMessages"));
      const count = conditionsOf(wanted);
      if (count > 0) parts.push(t("downloads.conditions", { count }));
      return parts.join(" · ");
    },
    rows: ({ wanted, rows = 0 }: DownloadView) => t(`downloads.rows.${wanted.kind}`, { count: rows, n: number.format(rows) }),
    progress: ({ rows = 0, estimated }: DownloadView) =>
      estimated ? t("downloads.progress", { n: number.format(rows), all: number.format(estimated) }) : number.format(rows),
    problem: (error: unknown) =>
      error instanceof ApiProblem && isOwn(error.code) ? t(`downloads.problem.${error.code}`) : problemText(t, error),
  };
}
