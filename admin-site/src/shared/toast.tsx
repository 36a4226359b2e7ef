import { CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { createStore, useStore } from "./store.ts";
import "./toast.css";

const SHOWN_MS = 4_000;
const WITH_ACTION_MS = 8_000;
const AT_MOST = 3;

interface Toast {
  id: number;
  tone: "good" | "bad" | "info";
  text: string;
  action?: { label: string; run: () => void };
}

const store = createStore<readonly Toast[]>([]);
let last = 0;

export function closeToast(id: number): void {
  store.set((toasts) => toasts.filter((toast) => toast.id !== id));
}

/** Says something in passing at the top right. Not for errors that must be acted on: those stay where they arose. */
export function toast(content: Omit<Toast, "id">): void {
  last += 1;
  const id = last;
  store.set((toasts) => [...toasts.slice(1 - AT_MOST), { id, ...content }]);
  setTimeout(() => closeToast(id), content.action ? WITH_ACTION_MS : SHOWN_MS);
}

const ICONS = { good: CircleCheck, bad: TriangleAlert, info: Info };

/** Where toasts appear. `children` are things that stay until they are answered. */
export function Toasts({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const toasts = useStore(store, (state) => state);
  return (
    <div className="toasts">
      {children}
      <div role="status" aria-live="polite">
        {toasts.map((each) => {
          const Icon = ICONS[each.tone];
          return (
            <div key={each.id} className={`toast ${each.tone}`} data-testid="toast">
              <Icon size={18} aria-hidden />
              <span className="grow">{each.text}</span>
              {each.action && (
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    each.action?.run();
                    closeToast(each.id);
                  }}
                >
                  {each.action.label}
                </button>
              )}
              <button type="button" className="icon-button small" aria-label={t("common.close")} onClick={() => closeToast(each.id)}>
                <X size={16} />
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
