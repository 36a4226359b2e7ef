import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { Field } from "../../shared/Field.tsx";
import { toast } from "../../shared/toast.tsx";
import type { RoleFacts } from "./roles-query.ts";

interface Props {
  role: RoleFacts;
  others: readonly RoleFacts[];
  members: number;
  onDeleted: () => Promise<void>;
  onClose: () => void;
}

/** Asks which role its agents have from then on, then deletes it. */
export function DeleteRoleDialog({ role, others, members, onDeleted, onClose }: Props) {
  const { t } = useTranslation();
  const [successor, setSuccessor] = useState("agent");
  return (
    <DeleteDialog
      title={t("roles.deleteTitle", { name: role.name })}
      text={members > 0 ? t("roles.deleteUsed", { count: members }) : t("roles.deleteUnused")}
      run={async () => {
        await call("delete_role", { path: { role_id: role.id }, query: members > 0 ? { successor_id: successor } : {} });
        toast({ tone: "good", text: t("roles.deleted", { name: role.name }) });
        await onDeleted();
      }}
      onClose={onClose}
    >
      {members > 0 && (
        <Field label={t("roles.successor")}>
          {(control) => (
            <Select
              {...control}
              style={{ width: "100%" }}
              value={successor}
              onChange={setSuccessor}
              options={others.map((each) => ({ value: each.id, label: each.name }))}
              data-testid="role-successor"
            />
          )}
        </Field>
      )}
    </DeleteDialog>
  );
}
