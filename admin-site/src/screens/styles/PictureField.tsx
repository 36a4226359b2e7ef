import { type Asset, PICTURE_MAX_BYTES } from "@parlor/protocol";
import { Button } from "antd";
import { ImageUp, LoaderCircle, Trash2 } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { ErrorText, useFieldError } from "../../shared/Field.tsx";
import { fileSize } from "../../shared/file-size.ts";
import { problemText } from "../../shared/problem-text.ts";
import "./picture-field.css";

const PICTURE_TYPES = "image/png,image/jpeg,image/webp,image/gif,image/svg+xml";

interface Props {
  label: ReactNode;
  value: Asset | undefined;
  onChange: (asset: Asset | undefined) => void;
  path: string;
  hint?: ReactNode;
  /** Little room: the picture alone, without words beside it. */
  small?: boolean;
  /** What everybody may do, and not only who keeps styles, people or the company. */
  upload?: "add_style_picture" | "add_own_picture";
  testId: string;
}

/** A picture that is chosen or dropped, kept with the company's files, and shown by its address. */
export function PictureField({ label, value, onChange, path, hint, small, upload = "add_style_picture", testId }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const error = useFieldError(path) ?? problem;

  const take = async (file: File | undefined) => {
    if (!file || busy) return;
    setProblem(undefined);
    if (!PICTURE_TYPES.split(",").includes(file.type)) return setProblem(t("styles.picture.type"));
    if (file.size > PICTURE_MAX_BYTES)
      return setProblem(t("styles.picture.large", { size: fileSize(file.size), max: fileSize(PICTURE_MAX_BYTES) }));
    setBusy(true);
    try {
      const data = await base64Of(file);
      onChange(await call(upload, { body: { name: file.name.slice(0, 120), content_type: file.type, data } }));
    } catch (refusal) {
      const ours = refusal instanceof ApiProblem && refusal.field !== undefined;
      setProblem(ours ? t("styles.picture.refused", { why: refusal.message }) : problemText(t, refusal));
    } finally {
      setBusy(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };

  return (
    <div className="form-field" data-error={error ? true : undefined}>
      <label htmlFor={id}>{label}</label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same */}
      <div
        className={`style-picture${small ? " small" : ""}`}
        data-over={over || undefined}
        data-testid={testId}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className="style-picture-sample">
          {busy ? <LoaderCircle size={18} className="spin" /> : value ? <img src={value.url} alt="" /> : <ImageUp size={18} aria-hidden />}
        </span>
        {!small && <span className="grow f12 t3">{value ? `${value.width} × ${value.height}` : t("styles.picture.drop")}</span>}
        <Button size="small" onClick={() => input.current?.click()} disabled={busy}>
          {t(value ? "styles.picture.other" : "styles.picture.choose")}
        </Button>
        {value && (
          <button
            type="button"
            className="icon-button small"
            aria-label={t("styles.picture.remove")}
            onClick={() => {
              setProblem(undefined);
              onChange(undefined);
            }}
            data-testid={`${testId}-remove`}
          >
            <Trash2 size={16} />
          </button>
        )}
        <input
          ref={input}
          id={id}
          type="file"
          className="sr"
          tabIndex={-1}
          accept={PICTURE_TYPES}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
          data-testid={`${testId}-input`}
        />
      </div>
      <ErrorText id={`${id}-error`} text={error} />
      {!error && hint && <p className="field-hint">{hint}</p>}
    </div>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
