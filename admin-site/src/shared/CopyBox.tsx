import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import "./copy-box.css";

const SAID_MS = 2_000;

/** True for a moment after something was copied. */
export function useCopied(): [boolean, (copy: () => Promise<void>) => void] {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = (copy: () => Promise<void>) => {
    void copy().then(() => {
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), SAID_MS);
    });
  };
  return [copied, run];
}

/** Text to be copied as it stands. `testId` is that of the text; the button's begins with `copy-`. */
export function CopyBox({ text, testId }: { text: string; testId: string }) {
  const { t } = useTranslation();
  const [copied, run] = useCopied();
  return (
    <div className="snippet">
      <pre data-testid={testId}>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={() => run(() => navigator.clipboard.writeText(text))} data-testid={`copy-${testId}`}>
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        <span aria-live="polite">{t(copied ? "common.copied" : "common.copy")}</span>
      </button>
    </div>
  );
}
