import { X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AskUnsaved } from "./unsaved.tsx";
import "./side-drawer.css";

interface Props {
  label: string;
  title: ReactNode;
  width?: number;
  onClose: () => void;
  /** Something was typed: closing asks first. */
  dirty?: boolean;
  children: ReactNode;
  footer?: ReactNode;
  testId?: string;
  /** Buttons before the one that closes. */
  acts?: ReactNode;
}

/** Keys that are pressed in a dialog are the dialog's, also those that have just closed it. */
export function inDialog(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(".ant-modal-root") !== null;
}

/** A pane over the right of a list that stays usable: no mask. Esc closes, the focus goes back. */
export function SideDrawer({ label, title, width = 480, onClose, dirty = false, children, footer, testId, acts }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    return () => before?.focus();
  }, []);
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => (dirty ? setAsking(true) : onClose()), [dirty, onClose]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !inDialog(event)) close();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [close]);
  return (
    <aside className="side-drawer" style={{ width: `min(${width}px, 100%)` }} aria-label={label} data-testid={testId}>
      <header>
        <div className="grow">{title}</div>
        {acts}
        <button type="button" className="icon-button" aria-label={t("common.close")} onClick={close} data-testid="drawer-close">
          <X size={18} />
        </button>
      </header>
      <div className="side-drawer-body">{children}</div>
      {footer && <footer>{footer}</footer>}
      {asking && <AskUnsaved onLeave={onClose} onStay={() => setAsking(false)} />}
    </aside>
  );
}
