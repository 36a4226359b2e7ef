import type { Shell } from "../core";
import departments from "./departments.css?inline";
import panel from "./panel.css?inline";
import places from "./places.css?inline";

let sheet: CSSStyleSheet | undefined;

/** The styles of everything that the loader does not draw itself. */
export function wear(shell: Shell | undefined): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(EXTRA_ROLES_CSS + panel + places + departments);
  }
  if (shell && !shell.root.adoptedStyleSheets.includes(sheet)) shell.root.adoptedStyleSheets.push(sheet);
}
