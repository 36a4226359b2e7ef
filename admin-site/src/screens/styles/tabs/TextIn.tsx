import { Input } from "antd";
import { Field } from "../../../shared/Field.tsx";
import { useEditor } from "../editor-context.ts";
import { withText } from "../languages.ts";

interface Props {
  label: string;
  hint?: string;
  path: string;
  texts: Record<string, string> | undefined;
  onChange: (texts: Record<string, string>) => void;
  max: number;
  rows?: number;
  placeholder?: string;
  className?: string;
  testId: string;
}

/** One text in the language that is edited. */
export function TextIn({ label, hint, path, texts, onChange, max, rows, placeholder, className, testId }: Props) {
  const { language } = useEditor();
  const value = texts?.[language] ?? "";
  const set = (text: string) => onChange(withText(texts, language, text));
  return (
    <Field label={label} path={`${path}.${language}`} hint={hint} className={className ?? ""}>
      {(control) =>
        rows ? (
          <Input.TextArea
            {...control}
            value={value}
            maxLength={max}
            autoSize={{ minRows: rows, maxRows: rows + 4 }}
            placeholder={placeholder}
            onChange={(event) => set(event.target.value)}
            data-testid={testId}
          />
        ) : (
          <Input
            {...control}
            value={value}
            maxLength={max}
            showCount
            placeholder={placeholder}
            onChange={(event) => set(event.target.value)}
            data-testid={testId}
          />
        )
      }
    </Field>
  );
}
