import type { Goal } from "@parlor/protocol";

export type WrongGoal = { path: string; text: "empty" | "emptyMatch" | "twice" | "notPage" };

const PAGE = /^[^*\s]*(\*[^*\s]*){0,4}$/;

/** What is wrong with goals before anybody is asked. */
export function wrongGoals(goals: readonly Goal[]): WrongGoal[] {
  return goals.flatMap((goal, i): WrongGoal[] => {
    const wrong: WrongGoal[] = [];
    const name = goal.name.trim();
    if (name === "") wrong.push({ path: `goals[${i}].name`, text: "empty" });
    else if (goals.findIndex((other) => other.name.trim() === name) < i) wrong.push({ path: `goals[${i}].name`, text: "twice" });
    if (goal.match.trim() === "") wrong.push({ path: `goals[${i}].match`, text: "emptyMatch" });
    else if (goal.kind === "page" && !PAGE.test(goal.match.trim())) wrong.push({ path: `goals[${i}].match`, text: "notPage" });
    return wrong;
  });
}
