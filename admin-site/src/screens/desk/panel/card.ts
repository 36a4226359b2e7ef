import type { AddCustomer, Customer, VisitorProfile } from "@parlor/protocol";

/** The fields of a card in the order in which they are shown. */
export const CARD_FIELDS = [
  "name",
  "title",
  "company",
  "phone",
  "email",
  "wechat",
  "qq",
  "address",
  "category",
  "note",
] as const satisfies readonly (keyof Customer)[];
export type CardField = (typeof CARD_FIELDS)[number];
export type CardValues = Record<CardField, string>;

export const MAX_LENGTH: Record<CardField, number> = {
  name: 80,
  title: 200,
  company: 200,
  phone: 32,
  email: 254,
  wechat: 40,
  qq: 20,
  address: 200,
  category: 40,
  note: 2_000,
};
/** What visitors say of themselves that a card has a place for. */
export const KNOWN_FIELDS = ["name", "phone", "email", "company"] as const;

export function valuesOf(card: Partial<Customer> | VisitorProfile | undefined): CardValues {
  const given = (card ?? {}) as Partial<CardValues>;
  return Object.fromEntries(CARD_FIELDS.map((field) => [field, given[field] ?? ""])) as CardValues;
}

/** What is in it, for a new card. */
export function filled(values: CardValues): Partial<AddCustomer> {
  return Object.fromEntries(CARD_FIELDS.filter((field) => values[field].trim() !== "").map((field) => [field, values[field].trim()]));
}

/** What cards are searched by, from what was typed: an address, a number, or the beginning of a name. */
export function cardSearch(text: string): { email: string } | { phone: string } | { name: string } | undefined {
  const words = text.trim();
  if (words === "") return undefined;
  if (words.includes("@")) return { email: words };
  if (/^[+\d][\d\s()-]{2,}$/.test(words)) return { phone: words };
  return { name: words };
}

export type CardProblem = "empty" | "email" | "phone";

/** What the server would refuse. */
export function wrongCard(values: CardValues): { path: CardField; text: CardProblem }[] {
  return [
    ...(values.name.trim() === "" ? [{ path: "name" as const, text: "empty" as const }] : []),
    ...(values.phone && !/^[0-9+()\- ]{3,32}$/.test(values.phone.trim()) ? [{ path: "phone" as const, text: "phone" as const }] : []),
    ...(values.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(values.email.trim())
      ? [{ path: "email" as const, text: "email" as const }]
      : []),
  ];
}

/** What other cards may have in common with this one, as far as it is whole. */
export function contactsOf(values: Pick<CardValues, "phone" | "email">): { phone?: string; email?: string } | undefined {
  const wrong = wrongCard({ ...valuesOf(undefined), name: "-", phone: values.phone, email: values.email }).map(({ path }) => path);
  const phone = values.phone.replace(/\D/g, "").length >= 6 && !wrong.includes("phone") ? values.phone.trim() : "";
  const email = values.email && !wrong.includes("email") ? values.email.trim() : "";
  if (!phone && !email) return undefined;
  return { ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
}
