import type { Topic } from "@parlor/protocol";

export interface TopicGroup {
  label: string;
  options: { value: string; label: string }[];
}

/** Topics under their headings, in the company's order; those without a heading last. */
export function topicGroups(topics: readonly Topic[], without: string): TopicGroup[] {
  const groups = new Map<string, TopicGroup>();
  for (const topic of topics) {
    const name = topic.group ?? "";
    const group = groups.get(name) ?? { label: name || without, options: [] };
    group.options.push({ value: topic.topic_id, label: topic.name });
    groups.set(name, group);
  }
  return [...groups].sort(([a], [b]) => Number(a === "") - Number(b === "")).map(([, group]) => group);
}
