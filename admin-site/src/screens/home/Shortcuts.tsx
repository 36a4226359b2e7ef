import { Button, Checkbox, Modal } from "antd";
import { ChevronRight, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { may, useMe } from "../../shared/me.tsx";
import { usePersonal } from "../../shared/personal.ts";
import { type ManageItem, manageItems } from "../shell/navigation.ts";
import { useHomeSettings } from "./personal-home.ts";

const MOST = 8;
type Label = ManageItem["label"];
/** Until somebody chooses: what people of their kind open most. */
const KEEPERS: readonly Label[] = ["style", "agents", "departments", "hours", "phrases"];
const READERS: readonly Label[] = ["agentWork", "satisfaction", "records", "leftMessages", "scheduled"];
const AGENTS: readonly Label[] = ["records", "leftMessages", "phrases", "consultations", "personal"];

/** 常用入口: short ways into the management centre, which everybody chooses for themselves. */
export function Shortcuts() {
  const { t } = useTranslation();
  const me = useMe();
  const personal = usePersonal();
  const [choosing, setChoosing] = useState(false);
  const items = manageItems(me).filter((item) => item.label !== "home");
  const usual = may(me, "keep_settings") ? KEEPERS : may(me, "read_work") ? READERS : AGENTS;
  const wanted: readonly string[] = personal?.shortcuts ?? usual;
  const shown = wanted.map((label) => items.find((item) => item.label === label)).filter((item) => item !== undefined);
  return (
    <section className="card home-card">
      <header className="row">
        <h3 className="grow">{t("home.entries")}</h3>
        <button
          type="button"
          className="icon-button small"
          aria-label={t("home.chooseEntries")}
          title={t("home.chooseEntries")}
          onClick={() => setChoosing(true)}
          disabled={!personal}
          data-testid="home-choose"
        >
          <Pencil size={14} />
        </button>
      </header>
      {shown.length === 0 ? (
        <p className="t2 f13">{t("home.noEntries")}</p>
      ) : (
        <ul className="entries" data-testid="home-entries">
          {shown.map((item) => (
            <li key={item.path}>
              <Link to={item.path}>
                <item.icon size={16} aria-hidden />
                <span className="grow">{t(`manage.${item.label}`)}</span>
                <ChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {choosing && <ChooseEntries items={items} chosen={shown.map((item) => item.label)} onClose={() => setChoosing(false)} />}
    </section>
  );
}

function ChooseEntries({ items, chosen, onClose }: { items: readonly ManageItem[]; chosen: readonly Label[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [value, setValue] = useState<readonly Label[]>(chosen);
  const save = useHomeSettings();
  const toggle = (label: Label) =>
    setValue((before) => (before.includes(label) ? before.filter((each) => each !== label) : [...before, label]));
  return (
    <Modal
      open
      width={560}
      title={t("home.chooseEntries")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={() => save.mutate({ shortcuts: null }, { onSuccess: onClose })}>{t("home.usualEntries")}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            onClick={() => save.mutate({ shortcuts: [...value] }, { onSuccess: onClose })}
            data-testid="home-entries-save"
          >
            {t("common.save")}
          </Button>
        </>
      }
    >
      <p className="t2 f13">{t("home.mostEntries", { count: MOST })}</p>
      <ul className="home-choices">
        {items.map((item) => (
          <li key={item.label}>
            <Checkbox
              checked={value.includes(item.label)}
              disabled={value.length >= MOST && !value.includes(item.label)}
              onChange={() => toggle(item.label)}
            >
              {t(`manage.${item.label}`)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
