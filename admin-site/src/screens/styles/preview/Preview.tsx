import type { Availability, Department } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { Laptop, Smartphone } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/session.ts";
import { useMe } from "../../../shared/me.tsx";
import { serviceQuery } from "../../../shared/service.ts";
import { useEditor } from "../editor-context.ts";
import { STATES } from "../tabs/Icons.tsx";
import { fileOf, visitOf } from "./file.ts";
import { Stage } from "./Stage.tsx";
import { play, SCENES, type Scene } from "./scenes.ts";
import "./preview.css";

const DEVICES = [
  ["desktop", Laptop],
  ["phone", Smartphone],
] as const;
/** On a phone the page of a computer would be too small to read. */
const narrow = window.matchMedia("(max-width: 640px)");
export type Device = (typeof DEVICES)[number][0];

const choiceOf = ({ department_id, name }: Department) => ({ department_id, name, availability: "online" as const });

/** The visitors' window as the draft has it. Nothing in it can be used: the choices above it say what it shows. */
export function Preview({ scene, onScene }: { scene: Scene; onScene: (scene: Scene) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { parts, language } = useEditor();
  const [device, setDevice] = useState<Device>(narrow.matches ? "phone" : "desktop");
  const [there, setThere] = useState<Availability>("online");
  const service = useQuery(serviceQuery);
  const departments = useQuery({ queryKey: ["departments"], queryFn: ({ signal }) => call("list_departments", {}, signal) });
  const own = useQuery({ queryKey: ["company"], queryFn: ({ signal }) => call("get_company", {}, signal) }).data;
  const shown = useDeferredValue(parts);
  const formOf = shown.pre_chat ?? service.data?.pre_chat;
  const company = useMemo(
    () => ({
      name: own?.short_name || me.company,
      typingPreview: me.typing_preview !== false,
      preChat: formOf?.enabled ? formOf : undefined,
      departments: shown.department_id ? [] : (departments.data?.departments ?? []).map(choiceOf),
    }),
    [own?.short_name, me.company, me.typing_preview, formOf, shown.department_id, departments.data],
  );
  const script = useMemo(() => {
    const rule = shown.invitations?.rules?.find((each) => each.texts?.[language]);
    const played = play(scene, language, there, company, rule?.texts?.[language] ?? "");
    return { play: played, answers: { file: fileOf(shown, own?.logo), visit: visitOf(language, played, company) } };
  }, [shown, scene, language, there, company, own?.logo]);
  const note =
    parts.kind === "none"
      ? "styles.hidden.none"
      : device === "phone" && parts.launcher?.phones === false
        ? "styles.hidden.phones"
        : scene === "launcher" && there === "offline" && parts.launcher?.when_offline === false
          ? "styles.hidden.offline"
          : scene === "form" && !company.preChat && company.departments.length < 2
            ? "styles.hidden.form"
            : undefined;
  return (
    <section className="style-preview" aria-label={t("styles.preview")}>
      <div className="style-preview-bar">
        <h2 className="grow">{t("styles.preview")}</h2>
        <Segmented
          size="small"
          className="style-scenes"
          aria-label={t("styles.previewScene")}
          value={scene}
          onChange={onScene}
          options={SCENES.map((value) => ({ value, label: t(`styles.scene.${value}`) }))}
          data-testid="preview-scene"
        />
        <fieldset className="row style-devices" aria-label={t("styles.previewDevice")}>
          {DEVICES.map(([value, Icon]) => (
            <button
              key={value}
              type="button"
              className={`icon-button small ${value === device ? "on" : ""}`}
              aria-label={t(`styles.device.${value}`)}
              aria-pressed={value === device}
              onClick={() => setDevice(value)}
              data-testid={`preview-${value}`}
            >
              <Icon size={18} />
            </button>
          ))}
        </fieldset>
      </div>
      <Stage script={script} device={device} note={note && t(note)}>
        {scene === "launcher" && (
          <Segmented
            size="small"
            aria-label={t("styles.previewState")}
            value={there}
            onChange={setThere}
            options={STATES.map((value) => ({ value, label: t(`styles.there.${value}`) }))}
            data-testid="preview-there"
          />
        )}
      </Stage>
    </section>
  );
}
