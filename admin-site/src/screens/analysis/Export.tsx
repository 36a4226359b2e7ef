import type { ExportReport, Language } from "@parlor/protocol";
import { useMutation } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { Download, Image } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { saveFile } from "../../shared/csv.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import type { Scope } from "./report.tsx";

export type ReportName = ExportReport["report"];
type Format = NonNullable<ExportReport["format"]>;
const FORMATS: readonly Format[] = ["xlsx", "csv"];

interface Props {
  report: ReportName;
  scope: Scope;
  /** The table that CSV takes, where the report has several; Excel has all. */
  table?: number;
}

/** The report as a file, made by the server with the period, its time zone and the totals. Only for who may take figures along. */
export function ExportButton({ report, scope, table = 0 }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const save = useMutation({
    mutationFn: (format: Format) =>
      call("export_report", {
        body: { report, ...scope.period, grain: scope.grain, format, table, language: i18n.language as Language },
      }),
    onSuccess: ({ name, content_type, data }) =>
      saveFile(
        name,
        Uint8Array.from(atob(data), (char) => char.charCodeAt(0)),
        content_type,
      ),
    onError: (error) => toast({ tone: "bad", text: problemText(t, error) }),
  });
  if (!may(me, "export_reports")) return null;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: FORMATS.map((format) => ({ key: format, label: t(`analysis.formats.${format}`) })),
        onClick: ({ key }) => save.mutate(key as Format),
      }}
    >
      <Button size="small" icon={<Download size={14} aria-hidden />} loading={save.isPending} data-testid="export">
        {t("analysis.export")}
      </Button>
    </Dropdown>
  );
}

interface PictureProps {
  title: string;
  scope: Scope;
}

const PATIENCE = 50;
const MOMENT_MS = 100;

/** The card's chart. It is drawn by a chunk of its own, which may come after the button. */
async function drawn(card: Element | null | undefined): Promise<HTMLElement | undefined> {
  for (let look = 0; look < PATIENCE; look++) {
    const chart = card?.querySelector<HTMLElement>("[data-picture]:has(svg)");
    if (chart) return chart;
    await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
  }
  return undefined;
}

/** The chart of the same card as a picture: on white, with its title and period, whatever the theme. */
export function PictureButton({ title, scope }: PictureProps) {
  const { t } = useTranslation();
  const me = useMe();
  const button = useRef<HTMLButtonElement>(null);
  const { from, to } = scope.period;
  const save = useMutation({
    mutationFn: async () => {
      const chart = await drawn(button.current?.closest("section"));
      const { pictureOf } = await import("./picture.ts");
      const period = from === to ? from : `${from} – ${to}`;
      const url = chart && pictureOf(chart, title, `${me.company} · ${period} · ${me.time_zone}`);
      if (!url) throw new Error("there is no chart");
      const link = document.createElement("a");
      link.href = url;
      link.download = `${title.replaceAll(/[\\/:*?"<>|\s]+/g, "-")}_${from}_${to}.png`;
      link.click();
    },
    onError: () => toast({ tone: "bad", text: t("analysis.noPicture") }),
  });
  if (!may(me, "export_reports")) return null;
  return (
    <button
      ref={button}
      type="button"
      className="icon-button small"
      aria-label={t("analysis.picture")}
      title={t("analysis.picture")}
      onClick={() => save.mutate()}
      data-testid="picture"
    >
      <Image size={16} />
    </button>
  );
}
