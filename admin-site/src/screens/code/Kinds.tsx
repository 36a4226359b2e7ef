import type { StyleSummary } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "../../api/session.ts";
import { may, useMe } from "../../shared/me.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { KINDS, type Kind, KindPicture } from "./KindPicture.tsx";
import { type Address, demoAddress } from "./snippet.ts";

/** What stands on the site, with a small picture of each; another one is taken into use from here. */
export function Kinds({ style, address }: { style: StyleSummary; address: Address }) {
  const { t } = useTranslation();
  const me = useMe();
  const [wanted, setWanted] = useState<Kind>();
  const allowed = may(me, "keep_styles");
  return (
    <section className="card code-card">
      <div className="row code-card-head">
        <h2 className="grow">{t("code.kinds")}</h2>
        <a className="f13" href={demoAddress(address)} target="_blank" rel="noreferrer" data-testid="code-preview">
          {t("code.preview")}
        </a>
      </div>
      {style.published_version === 0 && (
        <p className="banner">
          <span className="grow">{t("code.unpublished")}</span>
          <Link to={`/manage/style/${style.style_id}`}>{t("code.toStyle")}</Link>
        </p>
      )}
      <ul className="code-kinds">
        {KINDS.map((kind) => (
          <li key={kind} data-on={kind === style.kind || undefined} data-testid={`kind-${kind}`}>
            <KindPicture kind={kind} color={style.color} />
            <div className="row">
              <span className="grow medium f13">{t(`styles.kind.${kind}`)}</span>
              {kind === style.kind && <span className="tag accent">{t("code.current")}</span>}
              {kind !== style.kind && allowed && (
                <Button size="small" onClick={() => setWanted(kind)} data-testid={`use-${kind}`}>
                  {t("code.use")}
                </Button>
              )}
            </div>
            <p className="t3 f12">{t(`code.kind.${kind}`)}</p>
          </li>
        ))}
      </ul>
      {wanted && <UseKind style={style} kind={wanted} onClose={() => setWanted(undefined)} />}
    </section>
  );
}

/** Publishes the style with another kind. What somebody has drafted and not published stands in the way: it would go along. */
function UseKind({ style, kind, onClose }: { style: StyleSummary; kind: Kind; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const name = t(`styles.kind.${kind}`);
  const path = { style_id: style.style_id };
  const use = useMutation({
    mutationFn: async () => {
      const draft = await call("get_style", { path });
      const saved = await call("save_draft", { path, body: { version: draft.version, content: { ...draft.content, kind } } });
      await call("publish_style", { path, body: { version: saved.version } });
    },
    onSuccess: () => {
      toast({ tone: "good", text: t("code.useDone", { kind: name }) });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["styles"] }),
  });
  return (
    <Modal
      open
      width={420}
      title={t("code.useTitle", { kind: name })}
      onCancel={onClose}
      footer={
        style.has_changes ? (
          <Link to={`/manage/style/${style.style_id}`}>{t("code.toStyle")}</Link>
        ) : (
          <>
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="primary" loading={use.isPending} onClick={() => use.mutate()} data-testid="use-confirm">
              {t("code.use")}
            </Button>
          </>
        )
      }
    >
      <p className="t2">{t(style.has_changes ? "code.useChanges" : "code.useText", { style: style.name })}</p>
      {use.isError && (
        <p className="banner bad" role="alert">
          {problemText(t, use.error)}
        </p>
      )}
    </Modal>
  );
}
