import { initialsOf } from "@parlor/design";
import { Shield } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useSession } from "../context";
import { Glyph } from "./glyph";

interface AvatarProps {
  name: string;
  size?: "" | "small" | "large";
  online?: boolean;
  /** Addresses of pictures instead of the name's first letters: a person's, a company's mark. */
  photo?: string | undefined;
  logo?: string | undefined;
}

export function Avatar({ name, size = "", online, photo, logo }: AvatarProps) {
  const picture = photo || logo;
  return (
    <span class={`avatar ${size} ${photo ? "photo" : logo ? "logo" : ""}`} aria-hidden="true">
      {picture ? <img src={picture} alt="" /> : initialsOf(name)}
      {online && <i class="dot" />}
    </span>
  );
}

/** The line at the top of the window (警示语). */
export function Warning() {
  const { t, visit, style, language } = useSession();
  const parts = [style.value.texts[language]?.warning || t("warning")];
  if (visit.value.typing_preview) parts.push(t("warningPreview"));
  return (
    <p class="warning">
      <Glyph icon={Shield} size={14} />
      <span>{parts.join(t("warningJoin"))}</span>
    </p>
  );
}

/** `children` is what the company advertises. */
export function Footer({ children }: { children: ComponentChildren }) {
  const { t, look } = useSession();
  const { company, panel } = look.value;
  return (
    <footer class="footer">
      {children}
      <span class="cut name">{company}</span>
      {panel?.powered_by !== false && <span data-testid="powered">{t("powered")}</span>}
    </footer>
  );
}

/** All that a visitor sees whom the company takes nothing from. */
export function Refused() {
  const { t } = useSession();
  return (
    <section class="receipt" role="status" data-testid="refused">
      <p class="text-2">{t("refused")}</p>
      <span class="grow" />
    </section>
  );
}

export function Notice() {
  const { t, notice } = useSession();
  return (
    <p class="notice" role="alert">
      {notice.value && t(notice.value)}
    </p>
  );
}

/** A question or a small form that covers the lower part of the window. */
export function Sheet(props: { label: string; close: () => void; children: ComponentChildren }) {
  return (
    <div
      class="sheet"
      role="dialog"
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        props.close();
      }}
    >
      {props.children}
    </div>
  );
}
