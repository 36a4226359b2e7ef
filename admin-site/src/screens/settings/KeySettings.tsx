import { Button, Segmented } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { chooseSendKey, type SendKey, useSendKey } from "../desk/composer/send-key.ts";
import {
  type ChordProblem,
  changeKeys,
  chordOf,
  chordProblem,
  chordText,
  DEFAULT_KEYS,
  SHORTCUTS,
  type ShortcutName,
  useKeys,
} from "../shell/keys.ts";
import { showShortcuts } from "../shell/palette-store.ts";

/** Which keys do what, for this person on this device. */
export function KeySettings() {
  const { t } = useTranslation();
  const keys = useKeys();
  const sendKey = useSendKey();
  const changed = SHORTCUTS.some((name) => keys[name] !== DEFAULT_KEYS[name]);
  return (
    <section className="card settings-card">
      <div className="row">
        <h2 className="grow">{t("personal.keys")}</h2>
        {changed && (
          <button type="button" className="link-button f13" onClick={() => changeKeys(DEFAULT_KEYS)}>
            {t("personal.keysBack")}
          </button>
        )}
      </div>
      <p className="t3 f12 form-lead">
        {t("personal.keysText")}{" "}
        <button type="button" className="link-button f12" onClick={() => showShortcuts(true)}>
          {t("personal.allKeys")}
        </button>
      </p>
      <div className="fields">
        {SHORTCUTS.map((name) => (
          <KeyField key={name} name={name} />
        ))}
        <Field label={t("personal.sendKey")}>
          {({ id }) => (
            <Segmented<SendKey>
              id={id}
              block
              value={sendKey}
              onChange={chooseSendKey}
              options={[
                { value: "enter", label: "Enter" },
                { value: "ctrl-enter", label: "Ctrl Enter" },
              ]}
              data-testid="send-key"
            />
          )}
        </Field>
      </div>
    </section>
  );
}

/** Takes the next keys that are pressed. Esc leaves it as it was, Tab goes on. */
function KeyField({ name }: { name: ShortcutName }) {
  const { t } = useTranslation();
  const keys = useKeys();
  const [listening, setListening] = useState(false);
  const [problem, setProblem] = useState<ChordProblem>();
  const onKeyDown = (event: KeyboardEvent) => {
    if (!listening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setListening(false);
    const chord = chordOf(event.nativeEvent);
    if (!chord) return;
    const wrong = chordProblem(chord, name, keys);
    setProblem(wrong);
    if (wrong) return;
    changeKeys({ [name]: chord });
    setListening(false);
  };
  return (
    <Field label={t(`shortcuts.${name}`)} error={problem && t(`personal.keyProblem.${problem}`)}>
      {({ status: _, ...control }) => (
        <Button
          {...control}
          className="key-field"
          onClick={() => {
            setProblem(undefined);
            setListening((on) => !on);
          }}
          onBlur={() => setListening(false)}
          onKeyDown={onKeyDown}
          data-testid={`key-${name}`}
        >
          {listening ? (
            <span className="t3">{t("personal.press")}</span>
          ) : (
            <span className="chord">
              {chordText(keys[name])
                .split(" ")
                .map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
            </span>
          )}
        </Button>
      )}
    </Field>
  );
}
