import type { RecordConditions, RecordFilter } from "@parlor/protocol";
import { Button, Input, Popover } from "antd";
import { Bookmark, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../shared/problem-text.ts";

const FILTERS_MAX = 20;
const NAME_MAX = 40;

interface Props {
  filters: readonly RecordFilter[];
  /** What is searched for now, to be kept; undefined when nothing is. */
  now: RecordConditions | undefined;
  onChoose: (conditions: RecordConditions) => void;
  onSave: (name: string, conditions: RecordConditions) => Promise<void>;
  onRemove: (name: string) => Promise<void>;
}

/** Searches under a name: to do again, to keep, to throw away. */
export function SavedSearches({ filters, now, onChoose, onSave, onRemove }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const trying = (act: Promise<void>) => act.then(() => setProblem(undefined), setProblem);
  const list = (
    <div className="saved-searches" data-testid="saved-searches">
      {filters.length === 0 && <p className="t3 f13">{t("recordSearch.noneSaved")}</p>}
      <ul>
        {filters.map((filter) => (
          <li key={filter.name}>
            <button
              type="button"
              className="saved-search cut"
              onClick={() => {
                onChoose(filter.conditions);
                setOpen(false);
              }}
              data-testid="saved-search"
            >
              {filter.name}
            </button>
            <button
              type="button"
              className="icon-button small"
              aria-label={t("recordSearch.forget", { name: filter.name })}
              onClick={() => void trying(onRemove(filter.name))}
            >
              <X size={14} />
            </button>
          </li>
        ))}
      </ul>
      {now && filters.length < FILTERS_MAX && <Keep filters={filters} onSave={(name) => trying(onSave(name, now))} />}
      {problem !== undefined && (
        <p className="f12 is-late" role="alert">
          {problemText(t, problem)}
        </p>
      )}
    </div>
  );
  return (
    <Popover content={list} trigger="click" open={open} onOpenChange={setOpen} placement="bottomLeft" arrow={false}>
      <Button icon={<Bookmark size={16} />} data-testid="saved-searches-open">
        {t("recordSearch.saved")}
      </Button>
    </Popover>
  );
}

function Keep({ filters, onSave }: { filters: readonly RecordFilter[]; onSave: (name: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const taken = filters.some((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  const save = async () => {
    setBusy(true);
    await onSave(name.trim());
    setBusy(false);
    setName("");
  };
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && !taken) void save();
      }}
    >
      <Input
        size="small"
        maxLength={NAME_MAX}
        aria-label={t("recordSearch.saveAs")}
        placeholder={t("recordSearch.saveAs")}
        status={taken ? "error" : ""}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-testid="saved-search-name"
      />
      <Button size="small" htmlType="submit" loading={busy} disabled={!name.trim() || taken} data-testid="saved-search-keep">
        {t("common.save")}
      </Button>
    </form>
  );
}
