import type { AutoReplies, Service } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { serviceQuery } from "../../shared/service.ts";
import { DraftPage, DraftPageWaiting } from "./DraftPage.tsx";
import { RepliesEditor } from "./RepliesEditor.tsx";
import { REPLIES } from "./replies.ts";
import { useServiceDraft } from "./useServiceDraft.ts";

const KEYS = ["replies", "department_replies"] as const;
const COMPANY = "";

/** 自动回复: the company's, and what departments say otherwise. */
export function RepliesScreen() {
  const { t } = useTranslation();
  const query = useQuery(serviceQuery);
  if (!query.data) return <DraftPageWaiting title={t("manage.replies")} query={query} />;
  return <RepliesForm service={query.data} />;
}

function RepliesForm({ service }: { service: Service }) {
  const { t } = useTranslation();
  const draft = useServiceDraft(service, KEYS);
  const { replies, department_replies: byDepartment } = draft.value;
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const [chosen, setChosen] = useState(COMPANY);
  const own = byDepartment[chosen];

  const setDepartment = (next: AutoReplies) => {
    const { [chosen]: _, ...rest } = byDepartment;
    const says = Object.values(next).some((each) => each !== undefined && each !== null);
    draft.set("department_replies", says ? { ...rest, [chosen]: next } : rest);
  };

  return (
    <DraftPage title={t("manage.replies")} draft={draft}>
      <div className="split">
        <nav className="categories" aria-label={t("manage.replies")}>
          <button type="button" aria-pressed={chosen === COMPANY} onClick={() => setChosen(COMPANY)} data-testid="replies-choice">
            <span className="cut">{t("replies.company")}</span>
          </button>
          <h3 className="categories-head">{t("settings.departments")}</h3>
          {(departments.data?.departments ?? []).map((each) => (
            <button
              key={each.department_id}
              type="button"
              aria-pressed={chosen === each.department_id}
              onClick={() => setChosen(each.department_id)}
              data-testid="replies-choice"
              data-id={each.department_id}
            >
              <span className="cut">{each.name}</span>
              {byDepartment[each.department_id] && <span className="t3 f12">{t("settings.own")}</span>}
            </button>
          ))}
        </nav>
        <div className="split-main wide">
          <div className="row">
            <p className="t3 f12 grow">{t(chosen === COMPANY ? "replies.companyText" : "replies.departmentText")}</p>
            <Link to="/manage/me" className="f13">
              {t("replies.toMine")}
            </Link>
          </div>
          {chosen === COMPANY ? (
            <RepliesEditor key={COMPANY} value={replies} onChange={(next) => draft.set("replies", next)} path="replies" names={REPLIES} />
          ) : (
            <RepliesEditor
              key={chosen}
              value={own ?? {}}
              onChange={setDepartment}
              path={`department_replies.${chosen}`}
              names={REPLIES}
              inherited={replies}
            />
          )}
        </div>
      </div>
    </DraftPage>
  );
}
