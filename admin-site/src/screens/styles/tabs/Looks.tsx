import type { StyleKind } from "@parlor/protocol";
import { InputNumber, Segmented, Select, Slider } from "antd";
import { Check, EyeOff, Image, type LucideIcon, MapPin, MessageCircle, TriangleAlert, Type, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Field } from "../../../shared/Field.tsx";
import { AA, contrastWithWhite, SWATCHES } from "../../settings/color.ts";
import { SwitchRow } from "../../settings/Rules.tsx";
import { ColorField } from "../ColorField.tsx";
import { isColor } from "../checks.ts";
import { useCompanyPanel, useEditor } from "../editor-context.ts";
import { OwnTexts } from "./OwnTexts.tsx";

export const KIND_ICONS: Record<StyleKind, LucideIcon> = {
  floating: MessageCircle,
  fixed: MapPin,
  image: Image,
  text: Type,
  departments: Users,
  none: EyeOff,
};
const KINDS = Object.keys(KIND_ICONS) as StyleKind[];
const SCHEMES = ["auto", "light", "dark"] as const;
const SIDES = ["right", "left"] as const;
export const DEFAULT_COLOR = "#0f6a60";
const RADIUS_MAX = 20;
const OFFSET_MAX = 300;

/** 外观: colours, kind and place of the entry, and the few words that everybody changes. */
export function Looks() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  const [panel, setPanel] = useCompanyPanel();
  const { kind = "floating", position = "right", launcher = {} } = parts;
  return (
    <>
      <Colors />
      <section className="style-section">
        <h2>{t("styles.entry")}</h2>
        <div className="style-kinds" role="radiogroup" aria-label={t("styles.entry")}>
          {KINDS.map((each) => {
            const Icon = KIND_ICONS[each];
            return (
              <label key={each} data-on={each === kind || undefined}>
                <input
                  type="radio"
                  name="kind"
                  className="sr"
                  checked={each === kind}
                  onChange={() => change({ kind: each })}
                  data-testid={`style-kind-${each}`}
                />
                <Icon size={20} aria-hidden />
                <span>{t(`styles.kind.${each}`)}</span>
              </label>
            );
          })}
        </div>
        <p className="t3 f12">{t(`styles.kindText.${kind}`)}</p>
        {kind !== "none" && (
          <div className="form-grid">
            <Field label={t("styles.position")} path="content.position">
              {({ id }) => (
                <Select
                  id={id}
                  value={position}
                  onChange={(next) => change({ position: next })}
                  options={SIDES.map((value) => ({ value, label: t(`styles.positions.${value}`) }))}
                  data-testid="style-position"
                />
              )}
            </Field>
            <div className="style-offsets">
              {(["x", "y"] as const).map((side) => (
                <Field key={side} label={t(`styles.offset.${side}`)} path={`content.launcher.${side}`}>
                  {(control) => (
                    <InputNumber
                      {...control}
                      min={0}
                      max={OFFSET_MAX}
                      precision={0}
                      value={launcher[side] ?? 24}
                      suffix="px"
                      onChange={(value) => change({ launcher: { ...launcher, [side]: value ?? 24 } })}
                      data-testid={`launcher-${side}`}
                    />
                  )}
                </Field>
              ))}
            </div>
          </div>
        )}
      </section>
      <OwnTexts names={["launcher", "title", "welcome"]} />
      <section className="style-section">
        <SwitchRow
          label={t("styles.phonesHidden")}
          checked={launcher.phones === false}
          onChange={(hidden) => change({ launcher: { ...launcher, phones: !hidden } })}
          testId="launcher-phones"
        />
        <SwitchRow
          label={t("styles.poweredBy")}
          checked={panel.powered_by !== false}
          onChange={(powered_by) => setPanel({ powered_by })}
          testId="style-powered-by"
        />
      </section>
    </>
  );
}

function Colors() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  const { color = DEFAULT_COLOR, radius = 10, scheme = "auto" } = parts;
  const contrast = isColor(color) ? contrastWithWhite(color) : undefined;
  return (
    <section className="style-section">
      <h2>{t("styles.colors")}</h2>
      <div className="form-grid">
        <fieldset className="form-field">
          <legend>{t("styles.color")}</legend>
          <div className="swatches">
            {SWATCHES.map((swatch) => (
              <button
                key={swatch}
                type="button"
                aria-label={swatch}
                aria-pressed={swatch === color}
                style={{ background: swatch }}
                onClick={() => change({ color: swatch })}
              />
            ))}
          </div>
        </fieldset>
        <ColorField
          label={t("styles.custom")}
          path="content.color"
          value={color}
          onChange={(next) => change({ color: next })}
          testId="style-color"
        />
      </div>
      {contrast !== undefined && (
        <p className={`row f12 ${contrast >= AA ? "is-good" : "is-wait"}`} data-testid="style-contrast">
          {contrast >= AA ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          {t(contrast >= AA ? "styles.contrastGood" : "styles.contrastLow", { ratio: contrast.toFixed(1) })}
        </p>
      )}
      <div className="form-grid">
        <Field label={t("styles.scheme")} path="content.scheme">
          {({ id }) => (
            <Segmented
              id={id}
              block
              value={scheme}
              onChange={(next) => change({ scheme: next })}
              options={SCHEMES.map((value) => ({ value, label: t(`styles.schemes.${value}`) }))}
              data-testid="style-scheme"
            />
          )}
        </Field>
        <Field
          label={
            <>
              {t("styles.radius")} <b className="medium">{radius} px</b>
            </>
          }
          path="content.radius"
        >
          {({ id }) => (
            <Slider
              id={id}
              min={0}
              max={RADIUS_MAX}
              value={radius}
              ariaLabelForHandle={t("styles.radius")}
              onChange={(next: number) => change({ radius: next })}
            />
          )}
        </Field>
      </div>
    </section>
  );
}
