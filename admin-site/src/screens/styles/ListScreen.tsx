import { fullTime, shortTime } from "@parlor/design";
import type { StyleSummary } from "@parlor/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { Code, Copy, Ellipsis, Palette, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { darkenedToAa } from "../settings/color.ts";
import { NameDialog } from "./NameDialog.tsx";
import { codePath, stylePath } from "./paths.ts";
import { stylesKey, stylesQuery } from "./queries.ts";
import { StyleTags } from "./StyleState.tsx";
import { KIND_ICONS } from "./tabs/Looks.tsx";
import "../settings/settings.css";
import "./list.css";

const STYLES_MAX = 30;

type Asked = { act: "new" } | { act: "copy" | "rename" | "delete"; style: StyleSummary };

/** 风格管理: all styles of the company, each a card with a small picture of what visitors see. */
export function StylesScreen() {
  const { t } = useTranslation();
  const query = useQuery(stylesQuery);
  const [asked, setAsked] = useState<Asked>();
  const styles = query.data?.styles ?? [];
  return (
    <main className="page">
      <PageHead title={t("manage.style")}>
        <Button
          type="primary"
          icon={<Plus size={16} />}
          disabled={!query.isSuccess || styles.length >= STYLES_MAX}
          onClick={() => setAsked({ act: "new" })}
          data-testid="style-new"
        >
          {t("styles.new")}
        </Button>
      </PageHead>
      <div className="page-body">
        <p className="t2 style-lead">{t("styles.lead")}</p>
        {query.isPending && <SkeletonRows rows={3} height={88} columns={3} />}
        {query.isError && <Failed title={t("settings.notLoaded")} error={query.error} retry={() => void query.refetch()} />}
        <ul className="style-cards">
          {styles.map((style) => (
            <Card key={style.style_id} style={style} only={styles.length === 1} onAct={(act) => setAsked({ act, style })} />
          ))}
        </ul>
      </div>
      {asked && <Ask asked={asked} onClose={() => setAsked(undefined)} />}
    </main>
  );
}

interface CardProps {
  style: StyleSummary;
  /** The last one stays. */
  only: boolean;
  onAct: (act: "copy" | "rename" | "delete") => void;
}

function Card({ style, only, onAct }: CardProps) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const time = (at: number) => shortTime(at, Date.now(), i18n.language, { exact: true });
  const published = style.published_version > 0 && style.published_at !== undefined;
  return (
    <li className="card style-card" data-testid="style-card" data-name={style.name}>
      <Link to={stylePath(style.style_id)} className="style-card-open" aria-label={t("styles.edit", { name: style.name })}>
        <SmallLook style={style} />
      </Link>
      <div className="style-card-text">
        <div className="row">
          <h2 className="grow cut">
            <Link to={stylePath(style.style_id)}>{style.name}</Link>
          </h2>
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "rename", icon: <Pencil size={16} />, label: t("styles.rename"), onClick: () => onAct("rename") },
                { key: "copy", icon: <Copy size={16} />, label: t("styles.copy"), onClick: () => onAct("copy") },
                { type: "divider" },
                {
                  key: "delete",
                  icon: <Trash2 size={16} />,
                  label: t("common.delete"),
                  danger: true,
                  disabled: only,
                  onClick: () => onAct("delete"),
                },
              ],
            }}
          >
            <button
              type="button"
              className="icon-button small"
              aria-label={t("styles.acts", { name: style.name })}
              data-testid="style-acts"
            >
              <Ellipsis size={16} />
            </button>
          </Dropdown>
        </div>
        <div className="row style-card-tags">
          <StyleTags published={style.published_version > 0} changed={style.has_changes === true} />
        </div>
        <p className="t3 f12 cut" title={published && style.published_at ? fullTime(style.published_at) : undefined}>
          {published && style.published_at
            ? t("styles.publishedAt", { version: style.published_version, time: time(style.published_at) })
            : style.changed_at
              ? t("styles.changedAt", { time: time(style.changed_at) })
              : ""}
        </p>
        <p className="t3 f12 cut">
          {style.widget_seen_at ? t("styles.seenAt", { time: time(style.widget_seen_at) }) : t("styles.notSeen")}
        </p>
        <div className="row style-card-acts">
          <Button
            size="small"
            icon={<Palette size={14} />}
            onClick={() => void navigate(stylePath(style.style_id))}
            data-testid="style-edit"
          >
            {t("common.edit")}
          </Button>
          <Button size="small" icon={<Code size={14} />} onClick={() => void navigate(codePath(style.style_id))}>
            {t("styles.code")}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** A page with the style's window and entry, as small as a card. */
function SmallLook({ style }: { style: StyleSummary }) {
  const color = darkenedToAa(style.color);
  const Icon = KIND_ICONS[style.kind];
  return (
    <span className="small-look" aria-hidden="true">
      <i />
      <i />
      <i />
      <span className={`small-window ${style.kind}`}>
        <b style={{ background: color }} />
        <em />
        <em style={{ background: color }} />
        <em />
      </span>
      <span
        className={`small-entry ${style.kind}`}
        style={style.kind === "text" || style.kind === "none" ? { color } : { background: color }}
      >
        <Icon size={14} />
      </span>
    </span>
  );
}

function Ask({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: stylesKey });
  if (asked.act === "delete") {
    const { style } = asked;
    return (
      <DeleteDialog
        title={t("styles.deleteTitle", { name: style.name })}
        text={t("styles.deleteText")}
        run={async () => {
          await call("delete_style", { path: { style_id: style.style_id } });
          await fresh();
        }}
        onClose={onClose}
      />
    );
  }
  if (asked.act === "rename") {
    const { style_id, name } = asked.style;
    const rename = async (next: string) => {
      const { version } = await call("get_style", { path: { style_id } });
      await call("save_draft", { path: { style_id }, body: { version, name: next } });
      await fresh();
    };
    return <NameDialog title={t("styles.rename")} action={t("common.save")} name={name} run={rename} onClose={onClose} />;
  }
  const copied = asked.act === "copy" ? asked.style : undefined;
  const add = async (name: string) => {
    const { style_id } = await call("add_style", { body: { name, ...(copied ? { copy_of: copied.style_id } : {}) } });
    void fresh();
    void navigate(stylePath(style_id));
  };
  return (
    <NameDialog
      title={t(copied ? "styles.copyTitle" : "styles.new")}
      action={t(copied ? "styles.copy" : "styles.create")}
      name={copied ? t("styles.copyOf", { name: copied.name }) : ""}
      run={add}
      onClose={onClose}
    />
  );
}
