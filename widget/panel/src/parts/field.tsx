import { useId } from "preact/hooks";

interface FieldProps {
  name: string;
  label: string;
  value: string;
  max: number;
  change: (value: string) => void;
  leave?: () => void;
  error?: string | undefined;
  required?: boolean;
  placeholder?: string;
  type?: "text" | "email" | "tel";
  autocomplete?: "name" | "tel" | "email" | "organization";
  /** One of these is chosen. */
  options?: readonly string[];
  /** A field of several lines takes the room that is left. */
  lines?: boolean;
}

/** Label above, error beneath and said with the field. */
export function Field(props: FieldProps) {
  const id = useId();
  const shared = {
    id,
    name: props.name,
    value: props.value,
    required: props.required ?? false,
    "aria-invalid": props.error !== undefined,
    "aria-describedby": props.error === undefined ? undefined : `${id}-error`,
    "data-testid": `field-${props.name}`,
    onBlur: props.leave,
  };
  const { placeholder } = props;
  return (
    <div class={`field ${props.lines ? "lines" : ""} ${props.error === undefined ? "" : "wrong"}`}>
      <label for={id}>
        {props.label}
        {props.required && (
          <span class="star" aria-hidden="true">
            {" "}
            *
          </span>
        )}
      </label>
      {props.options ? (
        <select {...shared} onChange={(event) => props.change(event.currentTarget.value)}>
          <option value="" />
          {props.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : props.lines ? (
        <textarea {...shared} placeholder={placeholder} onInput={(event) => props.change(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          placeholder={placeholder}
          type={props.type ?? "text"}
          autocomplete={props.autocomplete}
          maxLength={props.max}
          onInput={(event) => props.change(event.currentTarget.value)}
        />
      )}
      {props.error !== undefined && (
        <p class="error" id={`${id}-error`} data-testid={`error-${props.name}`}>
          {props.error}
        </p>
      )}
    </div>
  );
}
