import type { ReactNode } from "react";
import { useTitle } from "./title.ts";

/** What a page is called, in its head and in the tab, and what can be done with all of it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  useTitle(title);
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {children && <span className="grow" />}
      {children}
    </header>
  );
}
