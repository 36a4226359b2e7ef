import { InputNumber, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Field } from "../../../shared/Field.tsx";
import { SwitchRow } from "../../settings/Rules.tsx";
import { ColorField } from "../ColorField.tsx";
import { useEditor, useInvitationBox } from "../editor-context.ts";
import { LanguageSwitch } from "../LanguageSwitch.tsx";
import { PictureField } from "../PictureField.tsx";
import { DEFAULT_COLOR } from "./Looks.tsx";
import { TextIn } from "./TextIn.tsx";

const PLACES = ["corner", "center", "top"] as const;
const DELAY_MAX_S = 60;
const TITLE_MAX = 60;
const BUTTON_MAX = 20;

/** 邀请框: how an invitation stands on the page. Whom it meets is said by the rules. */
export function InvitationTab() {
  const { t } = useTranslation();
  const { parts, style } = useEditor();
  const [box, set] = useInvitationBox();
  return (
    <>
      <section className="style-section">
        <h2>{t("styles.box.looks")}</h2>
        <Field label={t("styles.box.place")} path="content.invitation_box.place">
          {({ id }) => (
            <Segmented
              id={id}
              block
              value={box.place ?? "corner"}
              onChange={(place) => set({ place })}
              options={PLACES.map((value) => ({ value, label: t(`styles.box.places.${value}`) }))}
              data-testid="box-place"
            />
          )}
        </Field>
        <SwitchRow
          label={t("styles.box.ownColor")}
          checked={box.color !== undefined}
          onChange={(own) => set({ color: own ? (parts.color ?? DEFAULT_COLOR) : undefined })}
          testId="box-color-on"
        />
        <div className="form-grid">
          {box.color !== undefined && (
            <ColorField
              label={t("styles.color")}
              path="content.invitation_box.color"
              value={box.color}
              onChange={(color) => set({ color })}
              testId="box-color"
            />
          )}
          <Field label={t("styles.box.delay")} path="content.invitation_box.delay_s">
            {(control) => (
              <InputNumber
                {...control}
                min={0}
                max={DELAY_MAX_S}
                precision={0}
                value={box.delay_s ?? 0}
                suffix={t("settings.seconds")}
                onChange={(delay_s) => set({ delay_s: delay_s ?? 0 })}
                data-testid="box-delay"
              />
            )}
          </Field>
        </div>
        <PictureField
          label={t("styles.panel.picture")}
          hint={t("styles.box.pictureHint")}
          value={box.picture}
          onChange={(picture) => set({ picture })}
          path="content.invitation_box.picture"
          testId="box-picture"
        />
      </section>
      <section className="style-section">
        <LanguageSwitch title={t("styles.texts")} />
        <TextIn
          label={t("styles.box.title")}
          hint={t("styles.box.titleHint")}
          path="content.invitation_box.titles"
          texts={box.titles}
          onChange={(titles) => set({ titles })}
          max={TITLE_MAX}
          testId="box-title"
        />
        <div className="form-grid thirds">
          {(["accept", "later", "never"] as const).map((name) => (
            <TextIn
              key={name}
              label={t(`styles.box.${name}`)}
              path={`content.invitation_box.${name}`}
              texts={box[name]}
              onChange={(texts) => set({ [name]: texts })}
              max={BUTTON_MAX}
              testId={`box-${name}`}
            />
          ))}
        </div>
      </section>
      <section className="style-section">
        <h2>{t("manage.invitations")}</h2>
        <p className="t2">
          {t("styles.box.rules", { count: parts.invitations?.rules?.length ?? 0 })}{" "}
          <Link to={`/manage/invitations?style=${style.style_id}`}>{t("styles.box.editRules")}</Link>
        </p>
      </section>
    </>
  );
}
