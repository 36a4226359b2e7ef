import type { Core, Line } from "../core";
import { safely } from "../safely";
import { startApi } from "./api";
import { followDepartments } from "./departments";
import { followIdentity } from "./lives";
import { followPanel } from "./panel";
import { followPlace } from "./places";
import { keepInStep } from "./tabs";

export { restart, wake } from "./lives";
export { attach } from "./panel";

let begun = false;

/** What the loader fetches with the panel, or with the first command that is not its own. */
export function begin(core: Core): void {
  if (begun) return;
  begun = true;
  const takers = [followPanel(core), followIdentity(core), followDepartments(core), followPlace(core), keepInStep(core), startApi(core)];
  const take = (line: Line) => {
    for (const each of takers) safely(each)(...line);
  };
  for (const line of core.line.splice(0)) take(line);
  core.line.push = (...lines) => {
    lines.forEach(take);
    return 0;
  };
}
