import type { StyleSummary as Style, VisitorLanguage } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { call } from "../../api/session.ts";
import { PageHead } from "../../shared/PageHead.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { useSearch } from "../../shared/useSearch.ts";
import { ChatLink } from "./ChatLink.tsx";
import { InstallCheck } from "./InstallCheck.tsx";
import { PageCode } from "./PageCode.tsx";
import { type Address, addressOf } from "./snippet.ts";
import "./code.css";

const PARTS = ["page", "link"] as const;
type Part = (typeof PARTS)[number];

/** What the code says besides whose it is. */
export interface Choice {
  language: VisitorLanguage | undefined;
  agent: string | undefined;
}

/** 获取代码: the snippet of a style, its page of its own, and whether it is installed. */
export function CodeScreen() {
  const { t } = useTranslation();
  const { styleId } = useParams();
  const styles = useQuery({ queryKey: ["styles"], queryFn: ({ signal }) => call("list_styles", {}, signal) });
  const style = styles.data?.styles.find((each) => each.style_id === styleId) ?? styles.data?.styles[0];
  if (style) return <StyleCode key={style.style_id} style={style} styles={styles.data?.styles ?? []} />;
  return (
    <main className="page">
      <PageHead title={t("manage.code")} />
      <div className="page-body">
        <div className="card code-waiting">
          {styles.isPending && <SkeletonRows rows={6} height={56} columns={2} />}
          {styles.isError && <Failed title={t("settings.notLoaded")} error={styles.error} retry={() => void styles.refetch()} />}
        </div>
      </div>
    </main>
  );
}

function StyleCode({ style, styles }: { style: Style; styles: readonly Style[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useSearch();
  const part: Part = search.get("part") === "link" ? "link" : "page";
  const [choice, setChoice] = useState<Choice>({ language: undefined, agent: undefined });
  const address: Address = addressOf(style.snippet);
  return (
    <main className="page">
      <header className="page-head code-head">
        <h1>{t("manage.code")}</h1>
        {styles.length > 1 && (
          <Select
            value={style.style_id}
            onChange={(id) => void navigate(`/manage/code/${id}${part === "link" ? "?part=link" : ""}`)}
            options={styles.map((each) => ({ value: each.style_id, label: each.name }))}
            aria-label={t("manage.style")}
            className="code-style"
            data-testid="code-style"
          />
        )}
        <span className="grow" />
        <Segmented
          value={part}
          onChange={(wanted) => setSearch(wanted === "link" ? { part: wanted } : {}, { replace: true })}
          options={PARTS.map((value) => ({ value, label: t(`code.part.${value}`) }))}
          data-testid="code-part"
        />
      </header>
      <div className="page-body code">
        {part === "page" ? (
          <>
            <PageCode style={style} address={address} choice={choice} onChoice={setChoice} />
            <InstallCheck style={style} />
          </>
        ) : (
          <ChatLink address={address} choice={choice} onChoice={setChoice} style={style} />
        )}
      </div>
    </main>
  );
}
