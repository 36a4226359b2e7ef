import { type SavedLink, type Scope, TITLE_MAX, URL_MAX } from "@parlor/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field } from "../../shared/Field.tsx";
import { linksQuery } from "../../shared/library.ts";
import { may, useMe } from "../../shared/me.tsx";
import type { Place } from "./filter.ts";
import { FolderField, ItemDrawer } from "./ItemDrawer.tsx";
import { useItemForm } from "./useItemForm.ts";

interface Props {
  /** Undefined: a new one. */
  link: SavedLink | undefined;
  place: Place;
  folders: readonly string[];
  onClose: () => void;
}

export function LinkDrawer({ link, place, folders, onClose }: Props) {
  const { t } = useTranslation();
  const lead = may(useMe(), "keep_library");
  const client = useQueryClient();
  const [scope, setScope] = useState<Scope>(link?.scope ?? (lead ? (place.scope ?? "company") : "personal"));
  const form = useItemForm({
    item: link,
    initial: { title: link?.title ?? "", url: link?.url ?? "", folder: link?.folder ?? place.folder ?? "" },
    check: ({ title, url }) => [
      ...(title.trim() === "" ? [{ path: "title", text: t("settings.wrong.empty") }] : []),
      ...(/^https?:\/\/[^\s<>"]+$/i.test(url.trim()) ? [] : [{ path: "url", text: t("links.urlOdd") }]),
    ],
    write: (values, base) => {
      const body = { ...values, url: values.url.trim() };
      return base
        ? call("change_link", { path: { link_id: base.link_id }, body: { ...body, version: base.version } })
        : call("add_link", { body: { ...body, scope } });
    },
    readAgain: async (base) => {
      const { links } = await client.fetchQuery({ ...linksQuery, staleTime: 0 });
      return links.find((each) => each.link_id === base.link_id) ?? base;
    },
    onSaved: async () => {
      await client.invalidateQueries({ queryKey: linksQuery.queryKey });
      onClose();
    },
  });
  const { values, set, submit } = form;

  return (
    <ItemDrawer
      name={link ? link.title : t("links.add")}
      testId="link"
      form={form}
      onClose={onClose}
      scope={!link && lead ? { value: scope, onChange: setScope } : undefined}
    >
      <Field label={t("links.title")} path="title" required>
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={values.title}
            maxLength={TITLE_MAX}
            onChange={(event) => set({ title: event.target.value })}
            data-testid="link-title"
          />
        )}
      </Field>
      <Field label={t("links.url")} path="url" required hint={t("links.urlHint")}>
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            value={values.url}
            maxLength={URL_MAX}
            placeholder="https://"
            onChange={(event) => set({ url: event.target.value })}
            onPressEnter={submit}
            data-testid="link-url"
          />
        )}
      </Field>
      <FolderField value={values.folder} onChange={(folder) => set({ folder })} folders={folders} testId="link-folder" />
    </ItemDrawer>
  );
}
