import type { ReactNode } from "react";
import "./code.css";

export const KINDS = ["floating", "fixed", "image", "text", "departments", "none"] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds that stand at a place of the page. */
export const isInline = (kind: Kind): kind is "fixed" | "image" | "text" => kind === "fixed" || kind === "image" || kind === "text";

const MARKS: Record<Kind, ReactNode> = {
  floating: <circle className="kind-own" cx="83" cy="53" r="8" />,
  fixed: <rect className="kind-own" x="10" y="38" width="30" height="12" rx="6" />,
  image: (
    <>
      <rect className="kind-own" x="10" y="34" width="44" height="22" rx="3" />
      <circle className="kind-page" cx="20" cy="41" r="3" />
      <path className="kind-page" d="m14 53 9-9 6 6 7-8 13 11z" />
    </>
  ),
  text: (
    <>
      <rect className="kind-own" x="10" y="40" width="34" height="3.5" rx="1.75" />
      <rect className="kind-own" x="10" y="46" width="34" height="1" />
    </>
  ),
  departments: (
    <>
      <rect className="kind-own" x="56" y="24" width="36" height="36" rx="4" />
      <rect className="kind-page" x="60" y="29" width="28" height="6" rx="2" />
      <rect className="kind-page" x="60" y="39" width="28" height="6" rx="2" />
      <rect className="kind-page" x="60" y="49" width="28" height="6" rx="2" />
    </>
  ),
  none: <path className="kind-line" d="M12 52c10-2 10-14 22-14s12 8 24 6 12-16 26-18" />,
};

/** Where on a page it stands. `color` is the style's. */
export function KindPicture({ kind, color }: { kind: Kind; color: string }) {
  return (
    <svg className="kind-picture" viewBox="0 0 100 68" aria-hidden="true" style={{ "--own": color } as React.CSSProperties}>
      <rect className="kind-page" x="0.5" y="0.5" width="99" height="67" rx="5" />
      <path className="kind-bar" d="M1 9V5.5A4.5 4.5 0 0 1 5.5 1h89A4.5 4.5 0 0 1 99 5.5V9z" />
      <rect className="kind-block" x="10" y="16" width="40" height="4" rx="2" />
      <rect className="kind-block" x="10" y="24" width={kind === "departments" ? 36 : 62} height="3" rx="1.5" />
      {kind !== "image" && kind !== "fixed" && (
        <rect className="kind-block" x="10" y="31" width={kind === "departments" ? 30 : 52} height="3" rx="1.5" />
      )}
      {MARKS[kind]}
    </svg>
  );
}
