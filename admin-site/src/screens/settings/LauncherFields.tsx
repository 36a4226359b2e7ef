import { ICON_PATHS, type Icon } from "@parlor/protocol";
import { Form, InputNumber, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";

const ICONS = Object.keys(ICON_PATHS) as Icon[];
const STATES = ["online", "busy", "offline"] as const;

/** An icon of the launcher, as the widget draws it. */
export function LauncherIcon({ icon, size = 20 }: { icon: Icon; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="launcher-icon">
      <path d={ICON_PATHS[icon]} fillRule="evenodd" />
    </svg>
  );
}

/** Where the launcher stands, with which icon for each state, on which pages. Part of the style's form. */
export function LauncherFields() {
  const { t } = useTranslation();
  const icons = ICONS.map((value) => ({
    value,
    label: (
      <span className="row">
        <LauncherIcon icon={value} size={16} />
        {t(`launcher.icon.${value}`)}
      </span>
    ),
  }));
  return (
    <section>
      <h2>{t("launcher.title")}</h2>
      <div className="form-grid thirds">
        {STATES.map((state) => (
          <Form.Item key={state} name={["launcher", state]} label={t(`launcher.state.${state}`)}>
            <Select options={icons} data-testid={`launcher-${state}`} />
          </Form.Item>
        ))}
      </div>
      <div className="form-grid">
        {(["x", "y"] as const).map((side) => (
          <Form.Item key={side} name={["launcher", side]} label={t(`launcher.${side}`)}>
            <InputNumber min={0} max={300} precision={0} suffix="px" style={{ width: "100%" }} data-testid={`launcher-${side}`} />
          </Form.Item>
        ))}
      </div>
      {(["phones", "when_offline"] as const).map((name) => (
        <div key={name} className="row form-switch">
          <label className="grow" htmlFor={`launcher_${name}`}>
            {t(`launcher.${name}`)}
          </label>
          <Form.Item name={["launcher", name]} valuePropName="checked" noStyle>
            <Switch id={`launcher_${name}`} data-testid={`launcher-${name}`} />
          </Form.Item>
        </div>
      ))}
      {(["show_on", "hide_on"] as const).map((name) => (
        <Form.Item key={name} name={["launcher", name]} label={t(`launcher.${name}`)} extra={t(`launcher.hint.${name}`)}>
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[" "]}
            placeholder={t(`launcher.example.${name}`)}
            data-testid={`launcher-${name}`}
          />
        </Form.Item>
      ))}
    </section>
  );
}
