import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

interface Props {
  name: string;
  label: string;
  count: number | undefined;
  end?: ReactNode;
  closed?: boolean;
  onOpen?: () => void;
  children: ReactNode;
}

/** A part of the list under a heading that folds it. */
export function Group({ name, label, count, end, closed, onOpen, children }: Props) {
  const [open, setOpen] = useState(!closed);
  const toggle = () => {
    if (!open) onOpen?.();
    setOpen(!open);
  };
  return (
    <div className={`list-group ${name}`} data-any={count ? true : undefined} data-testid={`group-${name}`}>
      <div className="list-group-head">
        <button type="button" onClick={toggle} aria-expanded={open} data-testid={`group-${name}-toggle`}>
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          {label}
          {count !== undefined && <b className={`count ${name === "waiting" && count > 0 ? "wait" : "quiet"}`}>{count}</b>}
        </button>
        <span className="list-group-end">{end}</span>
      </div>
      {open && children}
    </div>
  );
}
