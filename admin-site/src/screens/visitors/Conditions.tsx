import type { Condition, VisitorFilter } from "@parlor/protocol";
import { Button, Input, Popover, Select } from "antd";
import { Plus, X } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../shared/problem-text.ts";
import { sameConditions } from "./conditions.ts";
import { useSavedFilters } from "./useSavedFilters.ts";

type Field = Condition["field"];

const FIELDS: readonly Field[] = [
  "page",
  "source",
  "keyword",
  "province",
  "city",
  "country",
  "visits",
  "pages",
  "state",
  "agent",
  "name",
  "ip",
  "language",
  "device",
  "system",
  "browser",
];
const CHOICES: Partial<Record<Field, readonly string[]>> = {
  state: ["waiting", "talking", "invited", "browsing", "left"],
  device: ["phone", "tablet", "computer", "robot"],
};
const NUMBERS: readonly Field[] = ["visits", "pages"];
const CONDITIONS_MAX = 10;
const FILTERS_MAX = 20;

interface Props {
  conditions: readonly Condition[];
  onChange: (conditions: readonly Condition[]) => void;
}

/** The conditions that hold, one more, and those that were put down under a name. The server applies them. */
export const Conditions = memo(function Conditions({ conditions, onChange }: Props) {
  const { t } = useTranslation();
  const { filters, save, remove } = useSavedFilters();
  const [adding, setAdding] = useState(false);
  const [naming, setNaming] = useState(false);
  const words = useConditionWords();
  const known = filters.find((each) => sameConditions(each.conditions, conditions));
  return (
    <>
      {filters.length + conditions.length > 0 && <i className="filters-line" aria-hidden />}
      {filters.map((each) => (
        <span key={each.name} className="chip saved" data-on={each === known || undefined}>
          <button
            type="button"
            aria-pressed={each === known}
            onClick={() => onChange(each === known ? [] : each.conditions)}
            data-testid="saved-filter"
          >
            {each.name}
          </button>
          {each === known && (
            <button
              type="button"
              aria-label={t("visitors.condition.forget", { name: each.name })}
              title={t("visitors.condition.forget", { name: each.name })}
              onClick={() => void remove(each.name)}
            >
              <X size={14} />
            </button>
          )}
        </span>
      ))}
      {!known &&
        conditions.map((condition) => (
          <span key={JSON.stringify(condition)} className="chip saved" data-on data-testid="condition">
            <span className="cut" title={words(condition)}>
              {words(condition)}
            </span>
            <button
              type="button"
              aria-label={t("visitors.condition.remove", { condition: words(condition) })}
              onClick={() => onChange(conditions.filter((each) => each !== condition))}
            >
              <X size={14} />
            </button>
          </span>
        ))}
      {conditions.length < CONDITIONS_MAX && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          open={adding}
          onOpenChange={setAdding}
          destroyOnHidden
          content={
            <NewCondition
              onAdd={(condition) => {
                setAdding(false);
                if (!conditions.some((each) => sameConditions([each], [condition]))) onChange([...conditions, condition]);
              }}
            />
          }
        >
          <button type="button" className="chip dashed" data-testid="add-condition">
            <Plus size={14} aria-hidden /> {t("visitors.condition.add")}
          </button>
        </Popover>
      )}
      {conditions.length > 0 && !known && filters.length < FILTERS_MAX && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          open={naming}
          onOpenChange={setNaming}
          destroyOnHidden
          content={
            <NameFilter filters={filters} onSave={(name) => save({ name, conditions: [...conditions] })} onDone={() => setNaming(false)} />
          }
        >
          <button type="button" className="link-button" data-testid="save-filter">
            {t("visitors.condition.save")}
          </button>
        </Popover>
      )}
    </>
  );
});

function useConditionWords() {
  const { t } = useTranslation();
  return ({ field, value, negated = false }: Condition) => {
    const name = t(`visitors.condition.field.${field}`);
    const said = CHOICES[field] ? t(choiceKey(field, value)) : value;
    if (NUMBERS.includes(field)) return negated ? `${name} < ${said}` : `${name} ≥ ${said}`;
    return t(negated ? "visitors.condition.isNot" : "visitors.condition.is", { field: name, value: said });
  };
}

const choiceKey = (field: Field, value: string) =>
  (field === "device" ? `visitor.device.${value}` : `visitors.state.${value}`) as "visitors.state.left";

function NewCondition({ onAdd }: { onAdd: (condition: Condition) => void }) {
  const { t } = useTranslation();
  const [field, setField] = useState<Field>("page");
  const [negated, setNegated] = useState(false);
  const [value, setValue] = useState("");
  const choices = CHOICES[field];
  const number = NUMBERS.includes(field);
  const whole = number ? /^\d{1,7}$/.test(value.trim()) : value.trim() !== "";
  return (
    <form
      className="condition-form"
      aria-label={t("visitors.condition.add")}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) onAdd({ field, value: value.trim(), ...(negated ? { negated } : {}) });
      }}
    >
      <Select
        aria-label={t("visitors.condition.what")}
        value={field}
        onChange={(next) => {
          setField(next);
          setValue(CHOICES[next]?.[0] ?? "");
        }}
        options={FIELDS.map((each) => ({ value: each, label: t(`visitors.condition.field.${each}`) }))}
        listHeight={320}
        data-testid="condition-field"
      />
      <Select
        aria-label={t("visitors.condition.how")}
        value={negated}
        onChange={setNegated}
        options={[false, true].map((not) => ({
          value: not,
          label: t(`visitors.condition.how_${number ? "number" : choices ? "choice" : "text"}_${not ? "not" : "so"}`),
        }))}
      />
      {choices ? (
        <Select
          aria-label={t("visitors.condition.value")}
          value={value}
          onChange={setValue}
          options={choices.map((each) => ({ value: each, label: t(choiceKey(field, each)) }))}
        />
      ) : (
        <Input
          aria-label={t("visitors.condition.value")}
          autoFocus
          value={value}
          inputMode={number ? "numeric" : "text"}
          maxLength={number ? 7 : 200}
          onChange={(event) => setValue(event.target.value)}
          data-testid="condition-value"
        />
      )}
      <Button type="primary" htmlType="submit" disabled={!whole} data-testid="condition-add">
        {t("visitors.condition.apply")}
      </Button>
    </form>
  );
}

interface Naming {
  filters: readonly VisitorFilter[];
  onSave: (name: string) => Promise<void>;
  onDone: () => void;
}

function NameFilter({ filters, onSave, onDone }: Naming) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const taken = filters.some((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSave(name.trim());
      onDone();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <form
      className="condition-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && !taken) void save();
      }}
    >
      <label htmlFor="filter-name" className="f13 t2">
        {t("visitors.condition.name")}
      </label>
      <Input
        id="filter-name"
        autoFocus
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-testid="filter-name"
      />
      {(taken || problem !== undefined) && (
        <p className="f12 is-late" role="alert">
          {taken ? t("visitors.condition.taken") : problemText(t, problem)}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={busy} disabled={!name.trim() || taken} data-testid="filter-save">
        {t("common.save")}
      </Button>
    </form>
  );
}
