import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import type { FieldError } from "../../shared/field-path.ts";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";

const NO_ERRORS: readonly FieldError[] = [];

interface Options<Item, Values> {
  /** Undefined: a new one. */
  item: Item | undefined;
  initial: Values;
  check: (values: Values) => FieldError[];
  /** Writes over `base`, or a new one. */
  write: (values: Values, base: Item | undefined) => Promise<unknown>;
  /** The thing as it is now, after a colleague has changed it. */
  readAgain: (base: Item) => Promise<Item>;
  onSaved: () => Promise<void>;
}

/** The state of a drawer that writes a thing of the library. After a conflict what was typed stays; saving again goes over the
 * colleague's change. */
export function useItemForm<Item, Values extends object>({ item, initial, check, write, readAgain, onSaved }: Options<Item, Values>) {
  const { t } = useTranslation();
  const [base, setBase] = useState(item);
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState(false);
  const [errors, setErrors] = useState(NO_ERRORS);
  const save = useMutation({
    mutationFn: () => write(values, base),
    onSuccess: async () => {
      toast({ tone: "good", text: t("common.saved") });
      await onSaved();
    },
    onError: async (error) => {
      if (error instanceof ApiProblem && error.field) setErrors([{ path: error.field, text: problemText(t, error) }]);
      if (error instanceof ApiProblem && error.code === "conflict" && base) setBase(await readAgain(base));
    },
  });
  return {
    values,
    touched,
    errors,
    problem: save.error,
    conflict: save.error instanceof ApiProblem && save.error.code === "conflict",
    saving: save.isPending,
    set: (change: Partial<Values>) => {
      setTouched(true);
      setErrors(NO_ERRORS);
      setValues((before) => ({ ...before, ...change }));
    },
    submit: () => {
      const wrong = check(values);
      setErrors(wrong);
      if (wrong.length === 0) save.mutate();
    },
  };
}
