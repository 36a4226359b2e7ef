import type { Company } from "@parlor/protocol";
import type { TFunction } from "i18next";
import type { FieldError } from "../../shared/field-path.ts";

const FORMS = {
  email: /^$|^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  website: /^$|^https?:\/\/[^\s/]+\.[^\s]+$/,
  phone: /^[0-9+()\- ]*$/,
  tax_number: /^[0-9A-Za-z-]*$/,
} as const;

/** What the server would refuse, known at once. */
export function checkCompany(t: TFunction, company: Company): FieldError[] {
  const wrong: FieldError[] = [];
  if (!company.company.trim()) wrong.push({ path: "company", text: t("settings.wrong.empty") });
  for (const name of ["email", "website", "phone", "tax_number"] as const) {
    if (!FORMS[name].test(company[name])) wrong.push({ path: name, text: t(`companyData.wrong.${name}`) });
  }
  return wrong;
}
