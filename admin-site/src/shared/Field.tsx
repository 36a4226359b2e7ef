import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from "react";
import { concerns, type FieldError, isAt } from "./field-path.ts";
import "./field.css";

const Errors = createContext<readonly FieldError[]>([]);

interface ErrorsProps {
  errors: readonly FieldError[];
  /** Nothing moves: somebody is just typing. */
  still?: boolean;
  children: ReactNode;
}

/** Knows what is wrong in the form inside, and brings the first wrong field into sight. */
export function FieldErrors({ errors, still = false, children }: ErrorsProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length === 0 || still) return;
    const first = box.current?.querySelector<HTMLElement>("[data-error]");
    first?.scrollIntoView({ block: "center" });
    first?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true });
  }, [errors, still]);
  return (
    <Errors value={errors}>
      <div ref={box}>{children}</div>
    </Errors>
  );
}

/** What is wrong at `path`; `exact` leaves out what is wrong inside it, which has fields of its own. */
export function useFieldError(path: string | undefined, exact = false): string | undefined {
  const errors = useContext(Errors);
  if (path === undefined) return undefined;
  return errors.find((error) => (exact ? isAt(error.path, path) : concerns(error.path, path)))?.text;
}

export function ErrorText({ id, text }: { id?: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={id} className="field-error" role="alert">
      <CircleAlert size={14} aria-hidden /> {text}
    </p>
  );
}

/** What a control takes over from its field, so that its label, hint and error are its own. */
export interface FieldControl {
  id: string;
  status: "error" | "";
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface Props {
  label: ReactNode;
  /** Where its value stands in the document. */
  path?: string;
  /** Known at once, without the server. */
  error?: string | undefined;
  hint?: ReactNode;
  required?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** A label above, a control, and below what is wrong or a hint. */
export function Field({ label, path, error, hint, required, className, children }: Props) {
  const id = useId();
  const text = useFieldError(path) ?? error;
  const described = text ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={`form-field${className ? ` ${className}` : ""}`} data-error={text ? true : undefined}>
      <label htmlFor={id}>
        {label}
        {required && <span className="field-star"> *</span>}
      </label>
      {children({
        id,
        status: text ? "error" : "",
        ...(described ? { "aria-describedby": described } : {}),
        ...(text ? { "aria-invalid": true } : {}),
      })}
      <ErrorText id={`${id}-error`} text={text} />
      {!text && hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
