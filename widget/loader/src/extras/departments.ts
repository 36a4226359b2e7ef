import type { DepartmentChoice } from "@parlor/protocol";
import type { Core, Line, Shell } from "../core";
import { focusLauncher } from "./panel";
import { wear } from "./sheet";

/** `choose`: the visitor picks a department before the window opens, where there is a choice and no conversation yet. */
export function followDepartments(core: Core): (...line: Line) => void {
  return (name) => {
    if (name !== "choose") return;
    const [floating] = core.view.around?.shells ?? [];
    wear(floating);
    if (floating && core.visit?.departments?.[1] && !core.visit.conversation) chooseDepartment(core, floating);
    else core.open();
  };
}

function chooseDepartment(core: Core, { root, frame, host }: Shell): void {
  const { visit } = core;
  const { title, busy, leave } = core.view.words();
  const shown = root.querySelector(".list");
  if (shown) {
    shown.remove();
    return;
  }
  const list = document.createElement("menu");
  list.className = "list";
  list.ariaLabel = title;
  const ends = new AbortController();
  const close = () => {
    list.remove();
    ends.abort();
  };
  const pick = (choice: DepartmentChoice) => {
    close();
    core.open();
    core.post({ t: "department", department_id: choice.department_id });
  };
  let group: string | undefined;
  for (const choice of visit?.departments ?? []) {
    if (choice.group && choice.group !== group) list.append(element("b", choice.group));
    group = choice.group;
    const button = element("button", "", choice.availability);
    const label = element("span", choice.name);
    const state = { busy, offline: leave, online: "", refused: "" }[choice.availability];
    if (state) label.append(element("small", state));
    button.append(label);
    button.dataset.testid = "launcher-department";
    button.onclick = () => pick(choice);
    list.append(button);
  }
  frame.append(list);
  list.querySelector("button")?.focus();
  list.addEventListener("keydown", ({ key }) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(root.activeElement as HTMLButtonElement);
    if (key === "Escape") {
      close();
      focusLauncher(core);
    }
    if (key === "ArrowDown") buttons[(at + 1) % buttons.length]?.focus();
    if (key === "ArrowUp") buttons.at(at - 1)?.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => target !== host && close(), ends);
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, text: string, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}
