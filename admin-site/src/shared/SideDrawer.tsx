import { X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import "./side-drawer.css";

interface Props {
  label: string;
  title: ReactNode;
  width?: number;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  testId?: string;
}

/** Keys that are pressed in a dialog are the dialog's, also those that have just closed it. */
export function inDialog(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(".ant-modal-root") !== null;
}

/** A pane over the right of a list that stays usable: no mask. Esc closes, the focus goes back. */
export function SideDrawer({ label, title, width = 480, onClose, children, footer, testId }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    return () => before?.focus();
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !inDialog(event)) onClose();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [onClose]);
  return (
    <aside className="side-drawer" style={{ width: `min(${width}px, 100%)` }} aria-label={label} data-testid={testId}>
      <header>
        <div className="grow">{title}</div>
        <button type="button" className="icon-button" aria-label={t("common.close")} onClick={onClose} data-testid="drawer-close">
          <X size={18} />
        </button>
      </header>
      <div className="side-drawer-body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </aside>
  );
}
