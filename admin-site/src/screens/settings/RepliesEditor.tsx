import type { AutoReplies } from "@parlor/protocol";
import { Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../shared/Field.tsx";
import { VARIABLES, type Variable, Variables } from "../../shared/Variables.tsx";
import { Seconds } from "./Rules.tsx";
import { type ReplyName, type ReplyStance, stanceOf, withDelay, withStance } from "./replies.ts";

const TEXT_MAX = 1_000;
const BEFORE_AN_AGENT: readonly Variable[] = ["visitor", "company"];
const DELAYS: Partial<Record<ReplyName, "no_answer_s" | "waiting_s">> = { no_answer: "no_answer_s", waiting: "waiting_s" };

interface Props {
  value: AutoReplies;
  onChange: (value: AutoReplies) => void;
  path: string;
  names: readonly ReplyName[];
  /** What is said where this says nothing of its own. The company has nobody to follow. */
  inherited?: AutoReplies;
  disabled?: boolean;
}

/** Each text that is said by itself: as those above say it, in words of its own, or not at all. */
export function RepliesEditor({ value, onChange, path, names, inherited, disabled }: Props) {
  const { t } = useTranslation();
  // Where words are about to be written, an empty text does not mean silence yet.
  const [opened, setOpened] = useState<ReadonlySet<ReplyName>>(new Set());
  const choose = (name: ReplyName, stance: ReplyStance) => {
    setOpened((names) => new Set(stance === "own" ? [...names, name] : [...names].filter((each) => each !== name)));
    onChange(withStance(value, name, stance, inherited?.[name]));
  };
  const write = (name: ReplyName, text: string) => {
    setOpened((names) => new Set([...names, name]));
    onChange({ ...value, [name]: text });
  };
  return (
    <div className="replies">
      {names.map((name) => {
        const stance = opened.has(name) && (value[name] ?? undefined) !== undefined ? "own" : stanceOf(value, name);
        const delay = DELAYS[name];
        const above = inherited?.[name];
        const stances: ReplyStance[] = inherited ? ["inherit", "own", "silent"] : ["own", "silent"];
        const shownStance = !inherited && stance === "inherit" ? "silent" : stance;
        return (
          <section key={name} className="reply" data-testid={`reply-${name}`}>
            <div className="row reply-head">
              <div className="grow">
                <h3>{t(`replies.${name}`)}</h3>
                <p className="t3 f12">{t(`replies.when.${name}`)}</p>
              </div>
              <Segmented<ReplyStance>
                size="small"
                disabled={disabled === true}
                value={shownStance}
                onChange={(next) => choose(name, next)}
                aria-label={t(`replies.${name}`)}
                options={stances.map((each) => ({ value: each, label: t(`replies.stance.${each}`) }))}
              />
            </div>
            {shownStance === "inherit" && <p className="reply-above">{above || t("replies.nothingAbove")}</p>}
            {shownStance === "own" && (
              <div className={delay ? "reply-own" : undefined}>
                <Field label={t("replies.text")} path={`${path}.${name}`}>
                  {(control) => (
                    <>
                      <Input.TextArea
                        {...control}
                        value={value[name] ?? ""}
                        maxLength={TEXT_MAX}
                        disabled={disabled === true}
                        autoSize={{ minRows: 2, maxRows: 6 }}
                        onChange={(event) => write(name, event.target.value)}
                        data-testid={`reply-${name}-text`}
                      />
                      {!disabled && (
                        <Variables
                          names={name === "waiting" ? BEFORE_AN_AGENT : VARIABLES}
                          target={control.id}
                          text={value[name] ?? ""}
                          onChange={(text) => write(name, text)}
                        />
                      )}
                    </>
                  )}
                </Field>
                {delay && (
                  <Field label={t(`replies.${delay}`)} path={`${path}.${delay}`}>
                    {(control) => (
                      <Seconds
                        {...control}
                        value={value[delay] ?? null}
                        disabled={disabled === true}
                        placeholder={inherited?.[delay] === undefined ? "" : String(inherited[delay])}
                        onChange={(seconds) => onChange(withDelay(value, delay, seconds))}
                        testId={`reply-${delay}`}
                      />
                    )}
                  </Field>
                )}
              </div>
            )}
          </section>
        );
      })}
    </div>
  );
}
