import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/problem.ts";
import { changedKeys, rebase } from "./draft.ts";
import type { FieldError } from "./field-path.ts";
import { problemText } from "./problem-text.ts";

interface Versioned {
  version: number;
}

interface Options<Doc extends Versioned, Key extends keyof Doc> {
  /** As the server has it, as far as we know. */
  doc: Doc;
  /** The parts that this form changes. */
  keys: readonly Key[];
  /** Sends only what was changed. */
  send: (change: Partial<Pick<Doc, Key>> & Versioned) => Promise<Doc>;
  /** Asks for the document anew. */
  reload: () => Promise<Doc>;
  onSaved: (doc: Doc) => void;
  /** What is wrong before anybody is asked. */
  check?: (draft: Doc) => FieldError[];
  /** Where an earlier form over the same document was left. */
  resume?: Begun<Doc> | undefined;
}

/** A form that is not saved: what it began with and what it says. */
export interface Begun<Doc> {
  base: Doc;
  value: Doc;
}

export interface Draft<Doc, Key extends keyof Doc> extends Begun<Doc> {
  set: <Name extends Key>(key: Name, value: Doc[Name]) => void;
  dirty: boolean;
  saving: boolean;
  errors: readonly FieldError[];
  /** A refusal that names no field. */
  problem: unknown;
  /** What a colleague has changed as well; what was typed is still in `value`. */
  conflicts: readonly (keyof Doc)[];
  save: () => Promise<boolean>;
  discard: () => void;
  /** Gives up what was typed for what the colleague saved. */
  takeTheirs: () => void;
  /** Saves what was typed over what the colleague saved. */
  keepMine: () => Promise<boolean>;
}

const NONE: readonly never[] = [];

/**
 * A form over parts of a document with a version. A colleague's change of other parts is taken in silently; of the same parts it
 * stops the saving and asks, and nothing that was typed is lost.
 */
export function useDraft<Doc extends Versioned, Key extends keyof Doc>(options: Options<Doc, Key>): Draft<Doc, Key> {
  const { t } = useTranslation();
  const latest = useRef(options);
  latest.current = options;
  const { doc, keys } = options;
  const [base, setBase] = useState(options.resume?.base ?? doc);
  const [value, setValue] = useState(options.resume?.value ?? doc);
  const [saving, setSaving] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>(NONE);
  const [problem, setProblem] = useState<unknown>();
  const [conflicts, setConflicts] = useState<readonly (keyof Doc)[]>(NONE);
  const dirty = useMemo(() => changedKeys(base, value, keys).length > 0, [base, value, keys]);

  useEffect(() => {
    // What others save meanwhile comes in while nothing has been typed.
    if (dirty || saving || doc.version <= base.version) return;
    setBase(doc);
    setValue(doc);
  }, [doc, base.version, dirty, saving]);

  const clear = () => {
    setErrors(NONE);
    setProblem(undefined);
    setConflicts(NONE);
  };

  const attempt = async (from: Doc, wanted: Doc): Promise<boolean> => {
    const { send, reload, onSaved } = latest.current;
    const change: Partial<Pick<Doc, Key>> & Versioned = { version: from.version } as Partial<Pick<Doc, Key>> & Versioned;
    for (const key of changedKeys(from, wanted, keys) as Key[]) Object.assign(change, { [key]: wanted[key] });
    try {
      const saved = await send(change);
      setBase(saved);
      setValue(saved);
      onSaved(saved);
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "conflict") {
        const theirs = await reload();
        const merged = rebase(from, wanted, theirs, keys);
        setBase(theirs);
        setValue(merged.draft);
        if (merged.conflicts.length === 0) return attempt(theirs, merged.draft);
        setConflicts(merged.conflicts);
      } else if (error instanceof ApiProblem && error.field) setErrors([{ path: error.field, text: problemText(t, error) }]);
      else throw error;
      return false;
    }
  };

  const run = async (): Promise<boolean> => {
    clear();
    const wrong = latest.current.check?.(value) ?? [];
    if (wrong.length > 0) {
      setErrors(wrong);
      return false;
    }
    setSaving(true);
    try {
      return await attempt(base, value);
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      setSaving(false);
    }
  };

  const set = useCallback(<Name extends Key>(key: Name, next: Doc[Name]) => {
    setValue((current) => ({ ...current, [key]: next }));
    setErrors(NONE);
  }, []);
  const toBase = () => {
    clear();
    setValue(base);
  };

  return { base, value, set, dirty, saving, errors, problem, conflicts, save: run, discard: toBase, takeTheirs: toBase, keepMine: run };
}
