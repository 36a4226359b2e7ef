import type { VisitorProfile } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../../shared/Field.tsx";
import { serviceQuery } from "../../../shared/service.ts";
import { CARD_FIELDS, type CardField, type CardValues, KNOWN_FIELDS, MAX_LENGTH } from "./card.ts";

const MODES: Partial<Record<CardField, "tel" | "email" | "numeric">> = { phone: "tel", email: "email", qq: "numeric" };

interface Props {
  values: CardValues;
  onChange: (field: CardField, value: string) => void;
  /** What the visitor said of themselves is offered where the card says something else. */
  profile: VisitorProfile;
}

export function CardFields({ values, onChange, profile }: Props) {
  const { t } = useTranslation();
  const categories = useQuery(serviceQuery).data?.categories ?? [];
  const choices = useId();
  const offered = (field: CardField): string | undefined => {
    const known = KNOWN_FIELDS.find((each) => each === field);
    const said = known && profile[known];
    return said && said !== values[field] ? said : undefined;
  };
  return (
    <div className="card-fields">
      {CARD_FIELDS.map((field) => {
        const said = offered(field);
        return (
          <Field
            key={field}
            label={t(`card.field.${field}`)}
            path={field}
            required={field === "name"}
            hint={
              said && (
                <button type="button" className="link-button f12 cut" onClick={() => onChange(field, said)}>
                  {t("card.takeOver", { value: said })}
                </button>
              )
            }
          >
            {(control) =>
              field === "note" ? (
                <Input.TextArea
                  {...control}
                  value={values.note}
                  maxLength={MAX_LENGTH.note}
                  autoSize={{ minRows: 2, maxRows: 8 }}
                  onChange={(event) => onChange("note", event.target.value)}
                  data-testid="card-note"
                />
              ) : (
                <Input
                  {...control}
                  size="small"
                  value={values[field]}
                  maxLength={MAX_LENGTH[field]}
                  inputMode={MODES[field] ?? "text"}
                  onChange={(event) => onChange(field, event.target.value)}
                  {...(field === "category" ? { list: choices } : {})}
                  data-testid={`card-${field}`}
                />
              )
            }
          </Field>
        );
      })}
      <datalist id={choices}>
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
    </div>
  );
}
