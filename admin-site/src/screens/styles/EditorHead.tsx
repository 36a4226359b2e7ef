import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { ChevronLeft, Code, Ellipsis, History, Pencil, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { call } from "../../api/session.ts";
import { DeleteDialog } from "../../shared/DeleteDialog.tsx";
import { NameDialog } from "./NameDialog.tsx";
import { PublishButton } from "./PublishButton.tsx";
import { codePath } from "./paths.ts";
import { stylesKey } from "./queries.ts";
import { hasChanges, SavedAt, StyleTags } from "./StyleState.tsx";
import type { Kept } from "./useKeeper.ts";

interface Props {
  kept: Kept;
  onHistory: () => void;
  /** Shows the field at a path. */
  onShow: (path: string) => void;
}

/** The editor's head: where one is, how far the draft has got, and what can be done with it. */
export function EditorHead({ kept, onHistory, onShow }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const { keeper, editing } = kept;
  const { base, parts } = editing;
  const changed = hasChanges(kept);
  const discard = async () => {
    await keeper.replace((version) => call("discard_draft", { path: { style_id: base.style_id }, body: { version } }));
    void client.invalidateQueries({ queryKey: stylesKey });
  };
  const mayDiscard = changed && base.published_version > 0;
  return (
    <header className="page-head style-head">
      <Link to="/manage/style" className="icon-button" aria-label={t("styles.back")} data-testid="style-back">
        <ChevronLeft size={18} />
      </Link>
      <h1 className="cut" title={parts.name}>
        {parts.name}
      </h1>
      <button
        type="button"
        className="icon-button small"
        aria-label={t("styles.rename")}
        onClick={() => setRenaming(true)}
        data-testid="style-rename"
      >
        <Pencil size={14} />
      </button>
      <span className="style-tags">
        <StyleTags published={base.published_version > 0} changed={changed} />
      </span>
      <span className="grow" />
      <SavedAt kept={kept} onShow={onShow} />
      <button
        type="button"
        className="icon-button wide-only"
        aria-label={t("styles.history")}
        onClick={onHistory}
        data-testid="style-history"
      >
        <History size={18} />
      </button>
      <Button
        className="wide-only"
        icon={<Code size={16} />}
        onClick={() => void navigate(codePath(base.style_id))}
        data-testid="style-code"
      >
        {t("styles.code")}
      </Button>
      <Button className="wide-only" disabled={!mayDiscard} onClick={() => setDiscarding(true)} data-testid="style-discard">
        {t("common.discard")}
      </Button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "history", icon: <History size={16} />, label: t("styles.history"), onClick: onHistory },
            { key: "code", icon: <Code size={16} />, label: t("styles.code"), onClick: () => void navigate(codePath(base.style_id)) },
            {
              key: "discard",
              icon: <Undo2 size={16} />,
              label: t("common.discard"),
              disabled: !mayDiscard,
              onClick: () => setDiscarding(true),
            },
          ],
        }}
      >
        <button type="button" className="icon-button narrow-only" aria-label={t("common.more")}>
          <Ellipsis size={18} />
        </button>
      </Dropdown>
      <PublishButton kept={kept} onShow={onShow} />
      {renaming && (
        <NameDialog
          title={t("styles.rename")}
          action={t("common.save")}
          name={parts.name}
          run={async (name) => keeper.change({ name })}
          onClose={() => setRenaming(false)}
        />
      )}
      {discarding && (
        <DeleteDialog
          title={t("styles.discardTitle")}
          text={t("styles.discardText")}
          confirm={t("common.discard")}
          run={discard}
          onClose={() => setDiscarding(false)}
        />
      )}
    </header>
  );
}
