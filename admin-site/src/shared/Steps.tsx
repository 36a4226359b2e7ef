import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { inDialog } from "./SideDrawer.tsx";

interface Props {
  /** The rows of the list in their order, and the one that is open. */
  ids: readonly string[];
  current: string;
  onGo: (id: string) => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable=true], .ant-select-dropdown") !== null;

/** To the row before and after without leaving the drawer: two buttons, and the keys K and J. */
export function Steps({ ids, current, onGo }: Props) {
  const { t } = useTranslation();
  const place = ids.indexOf(current);
  const before = place > 0 ? ids[place - 1] : undefined;
  const after = place >= 0 ? ids[place + 1] : undefined;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || inDialog(event)) return;
      const id = { k: before, j: after }[event.key.toLowerCase()];
      if (id) onGo(id);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [before, after, onGo]);
  if (place < 0) return null;
  const button = (id: string | undefined, label: string, Icon: typeof ChevronUp, testId: string) => (
    <button
      type="button"
      className="icon-button"
      disabled={!id}
      aria-label={label}
      title={label}
      onClick={() => id && onGo(id)}
      data-testid={testId}
    >
      <Icon size={18} />
    </button>
  );
  return (
    <>
      {button(before, t("recordSearch.previous"), ChevronUp, "step-previous")}
      {button(after, t("recordSearch.next"), ChevronDown, "step-next")}
    </>
  );
}
