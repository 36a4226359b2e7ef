import type { Customer, VisitorCard } from "@parlor/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../../api/problem.ts";
import { call } from "../../../api/session.ts";
import { FieldErrors } from "../../../shared/Field.tsx";
import type { FieldError } from "../../../shared/field-path.ts";
import { FormProblem } from "../../../shared/form.tsx";
import { problemText } from "../../../shared/problem-text.ts";
import { toast } from "../../../shared/toast.tsx";
import { useDraft } from "../../../shared/useDraft.ts";
import { begunCard, type Kept, keepCard } from "./begun.ts";
import { CardFields } from "./CardFields.tsx";
import { CARD_FIELDS, type CardField, type CardValues, filled, valuesOf, wrongCard } from "./card.ts";
import { LikeCards } from "./SameCards.tsx";
import { useCardChanged } from "./useCard.ts";

const NO_ERRORS: readonly FieldError[] = [];
const NONE: readonly string[] = [];

interface FrameProps {
  title: string;
  touched: boolean;
  submit: () => void;
  busy: boolean;
  onCancel: () => void;
  saveText: string;
  children: ReactNode;
}

/** Enter saves; Esc gives up what has not been touched. The keys stay in the form and do not close the panel. */
function FormFrame({ title, touched, submit, busy, onCancel, saveText, children }: FrameProps) {
  const { t } = useTranslation();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="panel-section card-form"
      aria-label={title}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        if (!touched) onCancel();
      }}
      data-testid="card-form"
    >
      <h3>{title}</h3>
      {children}
      <div className="row card-acts">
        <Button size="small" type="primary" htmlType="submit" loading={busy} data-testid="card-save">
          {saveText}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

interface FormProps {
  card: VisitorCard;
  /** Saved, or given up. */
  onDone: () => void;
}

/** A new card for the visitor, begun with what they said of themselves. */
export function NewCard({ card, onDone }: FormProps) {
  const { t } = useTranslation();
  const changed = useCardChanged(card.visitor_id);
  const [values, setValues] = useState<CardValues>(() => {
    const begun = begunCard(card.visitor_id);
    return begun?.mode === "new" ? begun.values : valuesOf(card.profile);
  });
  const [errors, setErrors] = useState(NO_ERRORS);
  const save = useMutation({
    mutationFn: () => call("add_customer", { body: { ...filled(values), visitor_id: card.visitor_id } }),
    onSuccess: async () => {
      toast({ tone: "good", text: t("card.created") });
      await changed();
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.field) setErrors([{ path: error.field, text: problemText(t, error) }]);
    },
  });
  const submit = () => {
    const wrong = wrongCard(values).map(({ path, text }) => ({ path, text: t(`card.wrong.${text}`) }));
    setErrors(wrong);
    if (wrong.length === 0) save.mutate();
  };
  return (
    <FormFrame
      title={t("card.new")}
      touched={begunCard(card.visitor_id) !== undefined}
      submit={submit}
      busy={save.isPending}
      onCancel={onDone}
      saveText={t("card.create")}
    >
      {errors.length === 0 && <FormProblem problem={save.error} />}
      <FieldErrors errors={errors}>
        <CardFields
          values={values}
          profile={card.profile}
          onChange={(field, value) => {
            const next = { ...values, [field]: value };
            setErrors(NO_ERRORS);
            setValues(next);
            keepCard(card.visitor_id, { mode: "new", values: next });
          }}
        />
      </FieldErrors>
      <LikeCards visitorId={card.visitor_id} values={values} except={NONE} onLinked={onDone} />
    </FormFrame>
  );
}

const keptOf = (customer: Customer): Kept => ({
  ...valuesOf(customer),
  version: customer.version,
  customer_id: customer.customer_id,
});

/** Changes the visitor's card in its place. */
export function EditCard({ card, customer, onDone }: FormProps & { customer: Customer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const changed = useCardChanged(card.visitor_id);
  const path = { customer_id: customer.customer_id };
  const begun = begunCard(card.visitor_id);
  const draft = useDraft<Kept, CardField>({
    doc: keptOf(customer),
    keys: CARD_FIELDS,
    send: async (change) => keptOf(await call("change_customer", { path, body: change })),
    reload: async () =>
      keptOf(
        await client.fetchQuery({
          queryKey: ["customer", customer.customer_id],
          queryFn: () => call("get_customer", { path }),
          staleTime: 0,
        }),
      ),
    onSaved: () => void changed(),
    check: (values) => wrongCard(values).map((wrong) => ({ path: wrong.path, text: t(`card.wrong.${wrong.text}`) })),
    resume: begun?.mode === "edit" && begun.value.customer_id === customer.customer_id ? begun : undefined,
  });
  const { base, value, dirty } = draft;
  useEffect(() => {
    keepCard(card.visitor_id, dirty ? { mode: "edit", base, value } : undefined);
  }, [card.visitor_id, base, value, dirty]);
  const done = (saved: boolean) => {
    if (!saved) return;
    toast({ tone: "good", text: t("common.saved") });
    onDone();
  };
  const submit = () => (draft.dirty ? void draft.save().then(done) : onDone());
  const inConflict = draft.conflicts.length > 0;
  return (
    <FormFrame
      title={t("card.edit")}
      touched={dirty}
      submit={submit}
      busy={draft.saving}
      onCancel={onDone}
      saveText={t(inConflict ? "common.keepMine" : "common.save")}
    >
      {inConflict && (
        <div className="banner card-conflict" role="alert" data-testid="card-conflict">
          <TriangleAlert size={16} aria-hidden />
          <span className="grow">
            {t("card.conflict", { fields: draft.conflicts.map((field) => t(`card.field.${field as CardField}`)).join(t("log.comma")) })}
          </span>
          <Button size="small" onClick={draft.takeTheirs}>
            {t("common.takeTheirs")}
          </Button>
        </div>
      )}
      <FormProblem problem={draft.problem} />
      <FieldErrors errors={draft.errors}>
        <CardFields values={draft.value} profile={card.profile} onChange={(field, value) => draft.set(field, value)} />
      </FieldErrors>
      <LikeCards visitorId={card.visitor_id} values={value} except={[customer.customer_id]} onLinked={onDone} />
    </FormFrame>
  );
}
