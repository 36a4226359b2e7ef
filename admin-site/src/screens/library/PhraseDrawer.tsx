import { type CannedPhrase, type Scope, TEXT_MAX, TITLE_MAX } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { phrasesQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import { VARIABLES, Variables } from "../../shared/Variables.tsx";
import type { Place } from "./filter.ts";
import { FolderField, ItemDrawer } from "./ItemDrawer.tsx";
import { useItemForm } from "./useItemForm.ts";

const SHORTCUT_MAX = 20;

interface Props {
  /** Undefined: a new one. */
  phrase: CannedPhrase | undefined;
  /** Where the list stands: a new one goes there. */
  place: Place;
  folders: readonly string[];
  onClose: () => void;
}

export function PhraseDrawer({ phrase, place, folders, onClose }: Props) {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const [scope, setScope] = useState<Scope>(phrase?.scope ?? (lead ? (place.scope ?? "company") : "personal"));
  const form = useItemForm({
    item: phrase,
    initial: {
      title: phrase?.title ?? "",
      shortcut: phrase?.shortcut ?? "",
      folder: phrase?.folder ?? place.folder ?? "",
      text: phrase?.text ?? "",
    },
    check: (values) => [
      ...(["title", "text"] as const)
        .filter((name) => values[name].trim() === "")
        .map((path) => ({ path, text: t("settings.wrong.empty") })),
      ...(/[\s/]/.test(values.shortcut) ? [{ path: "shortcut", text: t("phrases.shortcutOdd") }] : []),
    ],
    write: (values, base) =>
      base
        ? call("change_canned_phrase", { path: { phrase_id: base.phrase_id }, body: { ...values, version: base.version } })
        : call("add_canned_phrase", { body: { ...values, scope } }),
    readAgain: async (base) => {
      const { phrases } = await client.fetchQuery({ ...phrasesQuery, staleTime: 0 });
      return phrases.find((each) => each.phrase_id === base.phrase_id) ?? base;
    },
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: phrasesQuery.queryKey });
      onClose();
    },
  });
  const { values, set, submit } = form;

  return (
    <ItemDrawer
      name={phrase ? phrase.title : t("phrases.add")}
      testId="phrase"
      form={form}
      onClose={onClose}
      scope={!phrase && lead ? { value: scope, onChange: setScope } : undefined}
    >
      <Field label={t("phrases.title")} path="title" required>
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={values.title}
            maxLength={TITLE_MAX}
            onChange={(event) => set({ title: event.target.value })}
            data-testid="phrase-title"
          />
        )}
      </Field>
      <div className="fields">
        <Field label={t("phrases.shortcut")} path="shortcut" hint={t("phrases.shortcutHint")}>
          {(control) => (
            <Input
              {...control}
              prefix="/"
              value={values.shortcut}
              maxLength={SHORTCUT_MAX}
              onChange={(event) => set({ shortcut: event.target.value })}
              data-testid="phrase-shortcut"
            />
          )}
        </Field>
        <FolderField value={values.folder} onChange={(folder) => set({ folder })} folders={folders} testId="phrase-folder" />
      </div>
      <Field label={t("phrases.text")} path="text" required hint={t("phrases.textHint")}>
        {(control) => (
          <>
            <Input.TextArea
              {...control}
              value={values.text}
              maxLength={TEXT_MAX}
              autoSize={{ minRows: 6, maxRows: 16 }}
              onChange={(event) => set({ text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
              }}
              data-testid="phrase-text"
            />
            <Variables names={VARIABLES} target={control.id} text={values.text} onChange={(text) => set({ text })} />
          </>
        )}
      </Field>
    </ItemDrawer>
  );
}
