import { Button } from "antd";
import { useTranslation } from "react-i18next";
import "./variables.css";

/** What is filled in when a text is sent: `{visitor}`. */
export type Variable = "visitor" | "agent" | "company" | "number";
export const VARIABLES: readonly Variable[] = ["visitor", "agent", "company", "number"];

interface Props {
  names: readonly Variable[];
  /** The id of the text area that they go into, where the caret is. */
  target: string;
  text: string;
  onChange: (text: string) => void;
}

/** Puts variables into a text. */
export function Variables({ names, target, text, onChange }: Props) {
  const { t } = useTranslation();
  const insert = (name: Variable) => {
    const area = document.getElementById(target);
    const box = area instanceof HTMLTextAreaElement ? area : undefined;
    const from = box?.selectionStart ?? text.length;
    const words = `{${name}}`;
    onChange(text.slice(0, from) + words + text.slice(box?.selectionEnd ?? from));
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(from + words.length, from + words.length);
    });
  };
  return (
    <div className="row variables">
      <span className="t3 f12">{t("variables.insert")}</span>
      {names.map((name) => (
        <Button key={name} size="small" onClick={() => insert(name)} data-testid="variable" data-name={name}>
          {t(`variables.${name}`)}
        </Button>
      ))}
    </div>
  );
}
