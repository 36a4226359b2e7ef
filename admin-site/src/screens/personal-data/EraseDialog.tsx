import type { PersonalData } from "@parlor/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { toast } from "../../shared/toast.tsx";
import { erasuresKey } from "./erasures.ts";
import "./personal-data.css";

const REFERENCE_MAX = 80;

/** Says in numbers what goes, and asks for the name: nothing of it can be brought back. */
export function EraseDialog({ visitorId, onClose }: { visitorId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [reference, setReference] = useState("");
  const kept = useQuery({
    queryKey: ["personal-data", visitorId],
    queryFn: ({ signal }) => call("look_at_person", { body: { visitor_id: visitorId } }, signal),
    staleTime: 0,
    retry: false,
  });
  const erase = useMutation({
    mutationFn: () => call("erase_person", { body: { visitor_id: visitorId, confirm: typed, reference: reference.trim() } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: erasuresKey });
      const see = { label: t("personalData.see"), run: () => void navigate("/manage/erasures") };
      toast({ tone: "good", text: t("personalData.begun"), action: see });
      onClose();
    },
  });
  const person = kept.data;
  const busy = person?.conversation_id ? "talking" : person?.erasure_id ? "erasing" : undefined;
  const sure = person !== undefined && !busy && typed.trim() === person.name;
  return (
    <Modal
      open
      width={520}
      title={person ? t("personalData.eraseTitle", { name: person.name }) : t("personalData.erase")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            danger
            disabled={!sure}
            loading={erase.isPending}
            onClick={() => erase.mutate()}
            data-testid="person-erase-confirm"
          >
            {t("personalData.eraseNow")}
          </Button>
        </>
      }
    >
      <div className="person-dialog">
        {kept.isPending && <p className="t3">{t("personalData.counting")}</p>}
        {kept.isError && (
          <p className="banner bad" role="alert">
            {problemText(t, kept.error)}
          </p>
        )}
        {person && <Kept person={person} />}
        {busy && (
          <p className="banner" role="alert" data-testid="person-busy">
            {t(`personalData.${busy}`)}
          </p>
        )}
        {person && !busy && (
          <>
            <Field label={t("personalData.typeName", { name: person.name })} required>
              {(control) => (
                <Input
                  {...control}
                  autoFocus
                  autoComplete="off"
                  value={typed}
                  placeholder={person.name}
                  onChange={(event) => setTyped(event.target.value)}
                  onPressEnter={() => sure && erase.mutate()}
                  data-testid="person-erase-name"
                />
              )}
            </Field>
            <Field label={t("personalData.reference")} hint={t("personalData.referenceHint")}>
              {(control) => (
                <Input
                  {...control}
                  value={reference}
                  maxLength={REFERENCE_MAX}
                  onChange={(event) => setReference(event.target.value)}
                  data-testid="person-erase-reference"
                />
              )}
            </Field>
          </>
        )}
        {erase.isError && (
          <p className="banner bad" role="alert">
            {problemText(t, erase.error)}
          </p>
        )}
      </div>
    </Modal>
  );
}

const COUNTED = ["visitors", "conversations", "messages", "files"] as const;

function Kept({ person }: { person: PersonalData }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <>
      <p className="t2">{t("personalData.eraseText")}</p>
      <dl className="erase-counts" data-testid="person-counts">
        {COUNTED.map((what) => (
          <div key={what}>
            <dt className="t3 f12">{t(`personalData.count.${what}`)}</dt>
            <dd className="medium">
              {number.format(person[what])}
              {person.more && what !== "visitors" && "+"}
            </dd>
          </div>
        ))}
      </dl>
      <p className="t2 f13">{t("personalData.also")}</p>
      <p className="t3 f13">{t("personalData.stays")}</p>
    </>
  );
}
