import type { LeftMessageState } from "@parlor/protocol";

export const STATES: readonly LeftMessageState[] = ["open", "working", "answered", "closed", "spam"];
export const TAGS: Record<LeftMessageState, string> = { open: "wait", working: "", answered: "good", closed: "", spam: "late" };

/** The places at the left of the list: each a filter by state, or by whose it is. */
export const VIEWS = ["todo", "mine", "nobody", "answered", "closed", "spam", "all"] as const;
export type View = (typeof VIEWS)[number];

const QUERIES: Record<View, Record<string, string>> = {
  todo: { state: "todo" },
  mine: { state: "todo", assignee: "me" },
  nobody: { state: "todo", assignee: "nobody" },
  answered: { state: "answered" },
  closed: { state: "closed" },
  spam: { state: "spam" },
  all: {},
};

/** What the address of the screen says; what it says wrongly is left out. */
export interface Filters {
  view: View;
  assignee?: string;
  department?: string;
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export function filtersOf(asked: URLSearchParams): Filters {
  const said = (name: string, form: RegExp) => {
    const value = asked.get(name) ?? "";
    return form.test(value) ? { [name]: value } : {};
  };
  const view = VIEWS.find((each) => each === asked.get("view")) ?? "todo";
  const days = { ...said("from", DAY), ...said("to", DAY) };
  return { view, ...said("assignee", ULID), ...said("department", ULID), ...(Object.keys(days).length === 2 ? days : {}) };
}

export function addressOf({ view, ...others }: Filters): URLSearchParams {
  return new URLSearchParams({ ...(view === "todo" ? {} : { view }), ...others });
}

/** The single state that a view shows, if it is one: files are made of one state or of all. */
export function stateOf(view: View): { state?: LeftMessageState } {
  const state = STATES.find((each) => each === view);
  return state ? { state } : {};
}

/** As the API is asked. */
export function queryOf({ view, assignee, department, from, to }: Filters): Record<string, string> {
  return {
    ...QUERIES[view],
    ...(assignee ? { assignee } : {}),
    ...(department ? { department_id: department } : {}),
    ...(from && to ? { from, to } : {}),
  };
}
