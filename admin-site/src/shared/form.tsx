import type { FormInstance } from "antd";
import { TriangleAlert } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/problem.ts";
import { problemText } from "./problem-text.ts";

/** Puts a refusal beside the field that it names; what names none of `fields` stands over the form. */
export function useFormProblem(form: FormInstance, fields: readonly string[]) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<unknown>();
  const show = useCallback(
    (error: unknown) => {
      const path = error instanceof ApiProblem ? error.field?.split(".") : undefined;
      if (path?.[0] && fields.includes(path[0])) {
        setProblem(undefined);
        form.setFields([{ name: path, errors: [problemText(t, error)] }]);
        form.scrollToField(path, { focus: true });
      } else setProblem(error);
    },
    [form, fields, t],
  );
  const clear = useCallback(() => setProblem(undefined), []);
  return { problem, show, clear };
}

/** A refusal that belongs to no single field. */
export function FormProblem({ problem }: { problem: unknown }) {
  const { t } = useTranslation();
  if (problem === undefined || problem === null) return null;
  return (
    <div className="banner bad" role="alert" style={{ marginBottom: 16 }}>
      <TriangleAlert size={16} aria-hidden />
      <span>{problemText(t, problem)}</span>
    </div>
  );
}
