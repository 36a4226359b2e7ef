import { Switch } from "antd";
import { Play } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeAlerts, SOUNDS, useAlertSettings } from "../../live/alert-settings.ts";
import { play } from "../../live/sounds.ts";

/** Which events ring, and whether the desktop and the tab's title join in. */
export function NotificationSettings() {
  const { t } = useTranslation();
  const settings = useAlertSettings();
  const id = useId();
  const supported = "Notification" in window;
  const [permission, setPermission] = useState(supported ? Notification.permission : "denied");

  const setDesktop = async (wanted: boolean) => {
    if (wanted && permission === "default") {
      const answer = await Notification.requestPermission();
      setPermission(answer);
      changeAlerts({ desktop: answer === "granted" });
    } else changeAlerts({ desktop: wanted && permission === "granted" });
  };

  return (
    <section className="alerts" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("alerts.title")}</h2>
      <h3>{t("alerts.sounds")}</h3>
      {SOUNDS.map((sound) => (
        <div key={sound} className="row">
          <label className="grow" htmlFor={`${id}-${sound}`}>
            {t(`alerts.sound.${sound}`)}
          </label>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("alerts.play", { name: t(`alerts.sound.${sound}`) })}
            onClick={() => void play(sound)}
          >
            <Play size={16} />
          </button>
          <Switch
            id={`${id}-${sound}`}
            size="small"
            checked={settings.sounds[sound]}
            onChange={(on) => changeAlerts({ sounds: { ...settings.sounds, [sound]: on } })}
          />
        </div>
      ))}
      <h3>{t("alerts.whenAway")}</h3>
      <div className="row">
        <label className="grow" htmlFor={`${id}-desktop`}>
          {t("alerts.desktop")}
        </label>
        <Switch
          id={`${id}-desktop`}
          size="small"
          disabled={permission === "denied"}
          checked={settings.desktop && permission === "granted"}
          onChange={(on) => void setDesktop(on)}
        />
      </div>
      {permission === "denied" && <p className="f12 t3">{t(supported ? "alerts.blocked" : "alerts.unsupported")}</p>}
      <div className="row">
        <label className="grow" htmlFor={`${id}-flash`}>
          {t("alerts.flash")}
        </label>
        <Switch id={`${id}-flash`} size="small" checked={settings.title} onChange={(title) => changeAlerts({ title })} />
      </div>
    </section>
  );
}
