import { Button, Checkbox } from "antd";
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopied } from "../../shared/CopyBox.tsx";
import "./access.css";

interface Props {
  codes: readonly string[];
  onDone: () => void;
}

/** Shown once: whoever goes on says that they are kept. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const [copied, run] = useCopied();
  const text = `${codes.join("\n")}\n`;
  const download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "parlor-recovery-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="access-codes">
      <p className="t2">{t("access.codesText")}</p>
      <ul data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row access-acts">
        <Button
          icon={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          onClick={() => run(() => navigator.clipboard.writeText(text))}
        >
          {t(copied ? "common.copied" : "common.copy")}
        </Button>
        <Button icon={<Download size={16} aria-hidden />} onClick={download}>
          {t("access.download")}
        </Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)} data-testid="codes-kept">
        {t("access.codesKept")}
      </Checkbox>
      <Button type="primary" disabled={!kept} onClick={onDone} data-testid="codes-done">
        {t("access.goOn")}
      </Button>
    </div>
  );
}
