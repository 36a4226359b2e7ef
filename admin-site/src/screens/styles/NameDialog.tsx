import { Button, Input, Modal } from "antd";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { problemText } from "../../shared/problem-text.ts";

const NAME_MAX = 80;

interface Props {
  title: string;
  /** Names the act. */
  action: string;
  name: string;
  run: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for a style's name. */
export function NameDialog({ title, action, name, run, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!typed.trim()) return setProblem(t("auth.required"));
    setBusy(true);
    try {
      await run(typed.trim());
      onClose();
    } catch (error) {
      setProblem(problemText(t, error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={title}
      width={420}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void submit()} data-testid="name-submit">
            {action}
          </Button>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)}>
        <Field label={t("styles.name")} required error={problem}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              value={typed}
              maxLength={NAME_MAX}
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(undefined);
              }}
              data-testid="style-name"
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
