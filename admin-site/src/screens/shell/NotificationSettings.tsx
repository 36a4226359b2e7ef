import { Button, Segmented, Select, Slider, Switch } from "antd";
import { Play } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ALERTS, type AlertKind, type AlertSettings, changeAlerts, TUNES, useAlertSettings } from "../../live/alert-settings.ts";
import { play } from "../../live/sounds.ts";

const QUIET: readonly AlertSettings["quiet"][] = ["never", "away", "busy"];

/** Which events ring and how, whether the desktop and the tab's title join in, and when nothing does. */
export function NotificationSettings() {
  const { t } = useTranslation();
  const settings = useAlertSettings();
  const id = useId();
  return (
    <section className="alerts" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t("alerts.title")}</h2>
      <h3>{t("alerts.sounds")}</h3>
      {ALERTS.map((kind) => (
        <SoundRow key={kind} kind={kind} settings={settings} />
      ))}
      <h3>{t("alerts.whenAway")}</h3>
      <DesktopRow settings={settings} />
      <SwitchLine label={t("alerts.flash")} checked={settings.title} onChange={(title) => changeAlerts({ title })} />
      <SwitchLine label={t("alerts.badge")} checked={settings.badge} onChange={(badge) => changeAlerts({ badge })} />
      <h3 id={`${id}-quiet`}>{t("alerts.quietWhen")}</h3>
      <Segmented<AlertSettings["quiet"]>
        block
        size="small"
        aria-labelledby={`${id}-quiet`}
        value={settings.quiet}
        onChange={(quiet) => changeAlerts({ quiet })}
        options={QUIET.map((value) => ({ value, label: t(`alerts.quiet.${value}`) }))}
        data-testid="alerts-quiet"
      />
    </section>
  );
}

function SoundRow({ kind, settings }: { kind: AlertKind; settings: AlertSettings }) {
  const { t } = useTranslation();
  const id = useId();
  const sound = settings[kind];
  const name = t(`alerts.sound.${kind}`);
  const change = (part: Partial<typeof sound>) => changeAlerts({ [kind]: { ...sound, ...part } });
  return (
    <>
      <div className="row">
        <label className="grow" htmlFor={id}>
          {name}
        </label>
        <button
          type="button"
          className="icon-button small"
          aria-label={t("alerts.play", { name })}
          onClick={() => void play(sound.tune, sound.volume)}
          data-testid={`alert-play-${kind}`}
        >
          <Play size={16} />
        </button>
        <Switch id={id} size="small" checked={sound.on} onChange={(on) => change({ on })} data-testid={`alert-on-${kind}`} />
      </div>
      {sound.on && (
        <div className="row alert-how">
          <Select
            size="small"
            aria-label={t("alerts.tuneOf", { name })}
            value={sound.tune}
            onChange={(tune) => {
              change({ tune });
              void play(tune, sound.volume);
            }}
            options={TUNES.map((value) => ({ value, label: t(`alerts.tune.${value}`) }))}
            data-testid={`alert-tune-${kind}`}
          />
          <Slider
            className="grow"
            min={5}
            max={100}
            step={5}
            value={sound.volume}
            ariaLabelForHandle={t("alerts.volumeOf", { name })}
            tooltip={{ formatter: (value) => `${value}%` }}
            onChange={(volume) => change({ volume })}
            onChangeComplete={(volume) => void play(sound.tune, volume)}
          />
        </div>
      )}
    </>
  );
}

function DesktopRow({ settings }: { settings: AlertSettings }) {
  const { t } = useTranslation();
  const supported = "Notification" in window;
  const [permission, setPermission] = useState(supported ? Notification.permission : "denied");
  const on = settings.desktop && permission === "granted";

  const setDesktop = async (wanted: boolean) => {
    if (wanted && permission === "default") {
      const answer = await Notification.requestPermission();
      setPermission(answer);
      changeAlerts({ desktop: answer === "granted" });
    } else changeAlerts({ desktop: wanted && permission === "granted" });
  };

  return (
    <>
      <SwitchLine
        label={t("alerts.desktop")}
        checked={on}
        disabled={permission === "denied"}
        onChange={(wanted) => void setDesktop(wanted)}
      >
        {on && (
          <Button
            size="small"
            onClick={() => new Notification(t("alerts.testTitle"), { body: t("alerts.testText"), tag: "test" })}
            data-testid="alert-test-desktop"
          >
            {t("alerts.test")}
          </Button>
        )}
      </SwitchLine>
      {permission === "denied" && <p className="f12 t3">{t(supported ? "alerts.blocked" : "alerts.unsupported")}</p>}
      {permission === "default" && settings.desktop && <p className="f12 t3">{t("alerts.notHere")}</p>}
    </>
  );
}

interface LineProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
  children?: React.ReactNode;
}

function SwitchLine({ label, checked, disabled, onChange, children }: LineProps) {
  const id = useId();
  return (
    <div className="row">
      <label className="grow" htmlFor={id}>
        {label}
      </label>
      {children}
      <Switch id={id} size="small" disabled={disabled === true} checked={checked} onChange={onChange} />
    </div>
  );
}
