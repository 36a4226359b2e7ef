import type { FormField, Service, Survey } from "@parlor/protocol";
import type { FieldError } from "../../shared/field-path.ts";

/** What the server would refuse of the lists, found all at once and before it is asked. Texts are keys of the catalogues. */
export type Wrong = Omit<FieldError, "text"> & { text: "empty" | "twice" | "twoOptions" | "noFields" };

const empty = (text: string | undefined) => (text ?? "").trim() === "";

function twice(names: readonly string[], path: (index: number) => string): Wrong[] {
  return names.flatMap((name, i): Wrong[] => (!empty(name) && names.indexOf(name) < i ? [{ path: path(i), text: "twice" }] : []));
}

export function wrongOptions(values: readonly string[], path: string, leaf = ""): Wrong[] {
  if (values.length < 2) return [{ path, text: "twoOptions" }];
  return [
    ...values.flatMap((value, i): Wrong[] => (empty(value) ? [{ path: `${path}[${i}]${leaf}`, text: "empty" }] : [])),
    ...twice(values, (i) => `${path}[${i}]${leaf}`),
  ];
}

export function wrongFields(fields: readonly FormField[], path: string): Wrong[] {
  return fields.flatMap((field, i) => [
    ...(empty(field.label) ? [{ path: `${path}[${i}].label`, text: "empty" as const }] : []),
    ...(field.kind === "choice"
      ? wrongOptions(
          (field.options ?? []).map((option) => option.value),
          `${path}[${i}].options`,
          ".value",
        )
      : []),
  ]);
}

export function wrongForms(service: Pick<Service, "pre_chat" | "forms">): Wrong[] {
  const fields = service.pre_chat.fields ?? [];
  return [
    ...(service.pre_chat.enabled && fields.length === 0 ? [{ path: "pre_chat.fields", text: "noFields" as const }] : []),
    ...wrongFields(fields, "pre_chat.fields"),
    ...service.forms.flatMap((form, i): Wrong[] => [
      ...(empty(form.title) ? [{ path: `forms[${i}].title`, text: "empty" as const }] : []),
      ...(form.fields.length === 0 ? [{ path: `forms[${i}].fields`, text: "noFields" as const }] : []),
      ...wrongFields(form.fields, `forms[${i}].fields`),
    ]),
  ];
}

export function wrongSurveys(surveys: Readonly<Record<string, Survey>>): Wrong[] {
  return Object.entries(surveys).flatMap(([name, survey]) =>
    survey.questions.length === 0
      ? [{ path: `surveys.${name}.questions`, text: "noFields" as const }]
      : survey.questions.flatMap((question, i): Wrong[] => [
          ...(empty(question.label) ? [{ path: `surveys.${name}.questions[${i}].label`, text: "empty" as const }] : []),
          ...(question.kind === "choice" ? wrongOptions(question.options ?? [], `surveys.${name}.questions[${i}].options`) : []),
        ]),
  );
}

export function wrongTopics(service: Pick<Service, "topics" | "labels">): Wrong[] {
  return [
    ...service.topics.flatMap((topic, i): Wrong[] => (empty(topic.name) ? [{ path: `topics[${i}].name`, text: "empty" }] : [])),
    ...twice(
      service.topics.map((topic) => `${topic.group ?? ""}\n${topic.name.trim()}`),
      (i) => `topics[${i}].name`,
    ).filter((wrong) => !empty(service.topics[Number(/\d+/.exec(wrong.path)?.[0])]?.name)),
    ...service.labels.flatMap((label, i): Wrong[] => (empty(label.name) ? [{ path: `labels[${i}].name`, text: "empty" }] : [])),
    ...twice(
      service.labels.map((label) => label.name.trim()),
      (i) => `labels[${i}].name`,
    ),
  ];
}

/** A name for a new field: of its kind if that is free, for what a card holds is found by it. */
export function newKey(taken: readonly string[], wanted: string): string {
  if (/^(name|phone|email|company)$/.test(wanted) && !taken.includes(wanted)) return wanted;
  for (let n = taken.length + 1; ; n++) {
    const key = `field_${n}`;
    if (!taken.includes(key)) return key;
  }
}
