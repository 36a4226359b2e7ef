import { type Form, newUlid } from "@parlor/protocol";
import { Dropdown, Popover } from "antd";
import { ClipboardList, Crop, ExternalLink, Image, Link, Paperclip, Smile, Star, Type, Zap } from "lucide-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useService } from "../../../shared/service.ts";
import { addPart } from "../drafts.ts";
import { startUpload } from "./uploads.ts";
import type { Tab } from "./useLibrary.ts";

const EmojiPicker = lazy(() => import("./EmojiPicker.tsx"));
const Capture = lazy(() => import("./Capture.tsx"));
const PushPage = lazy(() => import("./PushPage.tsx"));
const NO_FORMS: readonly Form[] = [];

interface Props {
  id: string;
  /** To colleagues go words and files only. */
  internal: boolean;
  /** A note carries nothing that only visitors can use. */
  note: boolean;
  rich: boolean;
  onRich: () => void;
  onEmoji: (emoji: string) => void;
  /** Which tab of the picker is open. */
  picker: Tab | undefined;
  onPicker: (tab: Tab) => void;
  children: ReactNode;
}

/** What can be put into the answer besides words. */
export function Tools({ id, internal, note, rich, onRich, onEmoji, picker, onPicker, children }: Props) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<"capture" | "page">();
  const close = () => setDialog(undefined);
  return (
    <div className="composer-tools" role="toolbar" aria-label={t("composer.tools")}>
      <EmojiTool onPick={onEmoji} />
      <FileTool id={id} label={t("composer.image")} accept="image/png,image/jpeg,image/gif,image/webp" testId="pick-image">
        <Image size={18} />
      </FileTool>
      <FileTool id={id} label={t("composer.file")} testId="pick-file">
        <Paperclip size={18} />
      </FileTool>
      <Tool label={t("composer.capture")} run={() => setDialog("capture")} testId="capture" className="wide-only">
        <Crop size={18} />
      </Tool>
      <Tool label={t("composer.format")} on={rich} run={onRich} testId="format">
        <Type size={18} />
      </Tool>
      {!internal && (
        <>
          <i className="composer-line" />
          <Tool label={t("composer.canned")} on={picker === "phrases"} run={() => onPicker("phrases")} testId="canned">
            <Zap size={18} />
          </Tool>
        </>
      )}
      {!internal && !note && (
        <>
          <Tool label={t("picker.links")} on={picker === "links" || picker === "files"} run={() => onPicker("links")} testId="links">
            <Link size={18} />
          </Tool>
          <CardTool id={id} onPage={() => setDialog("page")} />
        </>
      )}
      <span className="grow" />
      {children}
      {dialog && (
        <Suspense fallback={null}>
          {dialog === "capture" ? (
            <Capture onTaken={(file) => startUpload(id, file)} onClose={close} />
          ) : (
            <PushPage onPage={(page) => addPart(id, { key: newUlid(Date.now()), kind: "page", page })} onClose={close} />
          )}
        </Suspense>
      )}
    </div>
  );
}

interface ToolProps {
  label: string;
  on?: boolean;
  run: () => void;
  testId: string;
  className?: string;
  children: ReactNode;
}

function Tool({ label, on, run, testId, className = "", children }: ToolProps) {
  return (
    <button
      type="button"
      className={`icon-button small ${className}${on ? " on" : ""}`}
      aria-label={label}
      title={label}
      aria-pressed={on}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
      data-testid={testId}
    >
      {children}
    </button>
  );
}

function EmojiTool({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="topLeft"
      destroyOnHidden
      content={
        <Suspense fallback={<div className="emoji" aria-busy />}>
          <EmojiPicker
            onPick={(emoji) => {
              setOpen(false);
              onPick(emoji);
            }}
          />
        </Suspense>
      }
    >
      <button type="button" className="icon-button small" aria-label={t("composer.emoji")} title={t("composer.emoji")} data-testid="emoji">
        <Smile size={18} />
      </button>
    </Popover>
  );
}

function FileTool({
  id,
  label,
  accept,
  testId,
  children,
}: {
  id: string;
  label: string;
  accept?: string;
  testId: string;
  children: ReactNode;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tool label={label} run={() => field.current?.click()} testId={testId}>
        {children}
      </Tool>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        accept={accept}
        onChange={(event) => {
          for (const file of event.target.files ?? []) startUpload(id, file);
          // The same file can be chosen again.
          event.target.value = "";
        }}
        data-testid={`${testId}-input`}
      />
    </>
  );
}

/** What the visitor is asked for or shown: a page, a form, the survey. */
function CardTool({ id, onPage }: { id: string; onPage: () => void }) {
  const { t } = useTranslation();
  const service = useService();
  const forms = service?.forms ?? NO_FORMS;
  const key = () => newUlid(Date.now());
  return (
    <Dropdown
      autoFocus
      trigger={["click"]}
      placement="topLeft"
      menu={{
        items: [
          {
            key: "page",
            icon: <ExternalLink size={16} />,
            label: <span data-testid="push-page">{t("composer.pushPage")}</span>,
            onClick: onPage,
          },
          {
            key: "survey",
            icon: <Star size={16} />,
            label: <span data-testid="push-survey">{t("composer.pushSurvey")}</span>,
            disabled: Object.keys(service?.surveys ?? {}).length === 0,
            onClick: () => addPart(id, { key: key(), kind: "survey" }),
          },
          { type: "divider" },
          {
            type: "group",
            key: "forms",
            label: forms.length > 0 ? t("composer.pushForm") : t("composer.noForms"),
            children: forms.map((form) => ({
              key: form.form_id,
              icon: <ClipboardList size={16} />,
              label: <span data-testid="push-form">{form.title}</span>,
              onClick: () => addPart(id, { key: key(), kind: "form", formId: form.form_id, title: form.title }),
            })),
          },
        ],
      }}
    >
      <button type="button" className="icon-button small" aria-label={t("composer.cards")} title={t("composer.cards")} data-testid="cards">
        <ClipboardList size={18} />
      </button>
    </Dropdown>
  );
}
