import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { DoorClosed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call, signOut } from "../../api/session.ts";
import { useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { TakeAlong } from "./TakeAlong.tsx";
import "./closing.css";

/** All there is of a company that is closing: until when, and the way back. */
export function ClosingPage() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: () => call("keep_company_open", {}),
    onSuccess: () => client.invalidateQueries(),
  });
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long", timeZone: me.time_zone }).format(me.closing_at ?? 0);
  return (
    <main className="boot">
      <div className="closing-page">
        <DoorClosed size={40} className="t3" aria-hidden />
        <h1>{t("leaving.closing", { company: me.company })}</h1>
        <p className="t2">{t("leaving.until", { day })}</p>
        {keep.isError && (
          <p className="banner bad" role="alert">
            {problemText(t, keep.error)}
          </p>
        )}
        <TakeAlong />
        <div className="closing-acts">
          {me.role === "admin" && (
            <Button type="primary" loading={keep.isPending} onClick={() => keep.mutate()} data-testid="keep-open">
              {t("leaving.back")}
            </Button>
          )}
          <Button onClick={() => void signOut()} data-testid="closing-sign-out">
            {t("account.signOut")}
          </Button>
        </div>
      </div>
    </main>
  );
}
