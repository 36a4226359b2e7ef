import { Input } from "antd";
import { Field } from "../../shared/Field.tsx";
import { isColor } from "./checks.ts";

interface Props {
  label: string;
  path: string;
  value: string;
  onChange: (color: string) => void;
  testId: string;
}

/** A colour as `#rrggbb`: typed, or chosen by the browser's own chooser behind the dot. */
export function ColorField({ label, path, value, onChange, testId }: Props) {
  const set = (typed: string) => onChange(typed.trim().toLowerCase());
  return (
    <Field label={label} path={path}>
      {(control) => (
        <Input
          {...control}
          className="style-color"
          value={value}
          maxLength={7}
          spellCheck={false}
          onChange={(event) => set(event.target.value)}
          prefix={
            <span className="color-dot" style={isColor(value) ? { background: value } : undefined}>
              <input
                type="color"
                aria-label={label}
                tabIndex={-1}
                value={isColor(value) ? value : "#000000"}
                onChange={(event) => set(event.target.value)}
              />
            </span>
          }
          data-testid={testId}
        />
      )}
    </Field>
  );
}
