import { ICON_PATHS, type Icon } from "@parlor/protocol";
import { useTranslation } from "react-i18next";
import { useEditor } from "../editor-context.ts";
import { PictureField } from "../PictureField.tsx";

const ICONS = Object.keys(ICON_PATHS) as Icon[];
export const STATES = ["online", "busy", "offline"] as const;

/** An icon of the launcher, as the widget draws it. */
export function LauncherIcon({ icon, size = 20 }: { icon: Icon; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="launcher-icon">
      <path d={ICON_PATHS[icon]} fillRule="evenodd" />
    </svg>
  );
}

/** 图标: what stands for each state, one of ours or the company's own picture. */
export function Icons() {
  const { t } = useTranslation();
  const { parts, change } = useEditor();
  const { launcher = {}, pictures = {}, kind = "floating" } = parts;
  return (
    <>
      <section className="style-section">
        <h2>{t("styles.icons")}</h2>
        <p className="t3 f12">{t(kind === "image" ? "styles.iconsTextImage" : "styles.iconsText")}</p>
      </section>
      {STATES.map((state) => (
        <section key={state} className="style-section" data-testid={`icons-${state}`}>
          <h3>{t(`styles.iconOf.${state}`)}</h3>
          <div
            className="style-icons"
            role="radiogroup"
            aria-label={t(`styles.iconOf.${state}`)}
            data-off={pictures[state] ? true : undefined}
          >
            {ICONS.map((icon) => {
              const on = (launcher[state] ?? "bubble") === icon;
              return (
                <label key={icon} title={t(`styles.icon.${icon}`)} data-on={on || undefined}>
                  <input
                    type="radio"
                    className="sr"
                    name={`icon-${state}`}
                    checked={on}
                    aria-label={t(`styles.icon.${icon}`)}
                    onChange={() => change({ launcher: { ...launcher, [state]: icon } })}
                    data-testid={`launcher-${state}-${icon}`}
                  />
                  <LauncherIcon icon={icon} />
                </label>
              );
            })}
          </div>
          <PictureField
            label={t("styles.ownPicture")}
            value={pictures[state]}
            path={`content.pictures.${state}`}
            onChange={(asset) => {
              const { [state]: _, ...others } = pictures;
              change({ pictures: asset ? { ...others, [state]: asset } : others });
            }}
            testId={`picture-${state}`}
          />
        </section>
      ))}
    </>
  );
}
