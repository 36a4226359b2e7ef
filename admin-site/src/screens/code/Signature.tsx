import type { Agent, Me, StyleSummary as Style } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { Check, Copy, Type } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { call } from "../../api/session.ts";
import { CopyBox, useCopied } from "../../shared/CopyBox.tsx";
import { Field } from "../../shared/Field.tsx";
import { useMe } from "../../shared/me.tsx";
import { PageHead } from "../../shared/PageHead.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { darkenedToAa } from "../settings/color.ts";
import { isPicture, type Signature, signatureHtml, signatureText, webAddress } from "./signature.ts";
import { addressOf, chatAddress } from "./snippet.ts";
import "./code.css";

const PROGRAMS = ["outlook", "gmail", "apple", "qq", "foxmail"] as const;
type Program = (typeof PROGRAMS)[number];

/** 邮件签名: a block for the end of a mail, whose link leads to its agent. Nothing of it is kept here. */
export function SignatureScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const styles = useQuery({ queryKey: ["styles"], queryFn: ({ signal }) => call("list_styles", {}, signal) });
  const agents = useQuery({ queryKey: ["agents"], queryFn: ({ signal }) => call("list_agents", {}, signal) });
  const waiting = styles.data ? agents : styles;
  return (
    <main className="page">
      <PageHead title={t("manage.signature")} />
      <div className="page-body code">
        {styles.data?.styles[0] && agents.data ? (
          <Maker me={me} styles={styles.data.styles} agents={agents.data.agents.filter((agent) => !agent.disabled)} />
        ) : (
          <div className="card code-waiting">
            {waiting.isPending && <SkeletonRows rows={6} height={56} columns={2} />}
            {waiting.isError && <Failed title={t("settings.notLoaded")} error={waiting.error} retry={() => void waiting.refetch()} />}
          </div>
        )}
      </div>
    </main>
  );
}

type Entered = Omit<Signature, "chat" | "color">;

const entriesOf = (agent: Agent | undefined, me: Me, invitation: string): Entered => ({
  name: agent?.name ?? me.name,
  title: agent?.title ?? "",
  company: me.company,
  phone: agent?.phone ?? "",
  email: agent?.email ?? me.email,
  website: "",
  picture: agent?.photo ?? "",
  invitation,
});

const LENGTHS: Record<keyof Entered, number> = {
  name: 60,
  title: 60,
  company: 80,
  phone: 40,
  email: 120,
  website: 200,
  picture: 500,
  invitation: 40,
};
const ORDER = ["name", "title", "company", "phone", "email", "website", "picture", "invitation"] as const;

function Maker({ me, styles, agents }: { me: Me; styles: readonly Style[]; agents: readonly Agent[] }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [agentId, setAgentId] = useState(me.agent_id);
  const [styleId, setStyleId] = useState(search.get("style") ?? "");
  const agent = agents.find((each) => each.agent_id === agentId);
  const style = styles.find((each) => each.style_id === styleId) ?? (styles[0] as Style);
  const [entered, setEntered] = useState(() => entriesOf(agent, me, t("signature.invitation")));
  const wrong = {
    website: entered.website.trim() !== "" && webAddress(entered.website) === undefined,
    picture: entered.picture.trim() !== "" && !isPicture(entered.picture.trim()),
  };
  const signature: Signature = {
    ...entered,
    picture: entered.picture.trim(),
    chat: chatAddress(addressOf(style.snippet), { agent: agent?.number ?? me.number }),
    color: darkenedToAa(style.color),
  };
  const choose = (id: string) => {
    const chosen = agents.find((each) => each.agent_id === id);
    setAgentId(id);
    // What belongs to the company stays as it was entered.
    const { name, title, email, phone, picture } = entriesOf(chosen, me, "");
    setEntered((before) => ({ ...before, name, title, email, phone, picture }));
  };
  return (
    <>
      <div className="code-main">
        <section className="card code-card">
          <p className="t2 f13">{t("signature.text")}</p>
          <div className="code-choices">
            <Field label={t("signature.agent")}>
              {({ id }) => (
                <Select
                  id={id}
                  showSearch={{ optionFilterProp: "label" }}
                  value={agentId}
                  onChange={choose}
                  options={agents.map((each) => ({ value: each.agent_id, label: `${each.name} ${each.number}` }))}
                  style={{ width: "100%" }}
                  data-testid="signature-agent"
                />
              )}
            </Field>
            <Field label={t("manage.style")} hint={t("signature.styleHint")}>
              {({ id, ...described }) => (
                <Select
                  id={id}
                  aria-describedby={described["aria-describedby"]}
                  value={style.style_id}
                  onChange={setStyleId}
                  options={styles.map((each) => ({ value: each.style_id, label: each.name }))}
                  style={{ width: "100%" }}
                  data-testid="signature-style"
                />
              )}
            </Field>
            {ORDER.map((name) => (
              <Field
                key={name}
                label={t(`signature.field.${name}`)}
                error={(name === "website" || name === "picture") && wrong[name] ? t(`signature.wrong.${name}`) : undefined}
                hint={name === "picture" ? t("signature.pictureHint") : undefined}
              >
                {(control) => (
                  <Input
                    {...control}
                    value={entered[name]}
                    maxLength={LENGTHS[name]}
                    onChange={(event) => setEntered({ ...entered, [name]: event.target.value })}
                    data-testid={`signature-${name}`}
                  />
                )}
              </Field>
            ))}
          </div>
        </section>
      </div>
      <aside className="code-side">
        <Result signature={signature} />
      </aside>
      <div className="code-main">
        <Programs />
      </div>
    </>
  );
}

function Result({ signature }: { signature: Signature }) {
  const { t } = useTranslation();
  const [copied, copy] = useCopied();
  const [copiedText, copyText] = useCopied();
  const html = signatureHtml(signature);
  const text = signatureText(signature);
  const rich = () =>
    navigator.clipboard.write([
      new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }),
        "text/plain": new Blob([text], { type: "text/plain" }),
      }),
    ]);
  return (
    <section className="card code-card">
      <h2>{t("signature.preview")}</h2>
      <Drawn html={html} />
      <div className="signature-acts">
        <Button
          type="primary"
          icon={copied ? <Check size={16} /> : <Copy size={16} />}
          onClick={() => copy(rich)}
          data-testid="copy-signature"
        >
          {t(copied ? "common.copied" : "signature.copy")}
        </Button>
        <Button
          icon={copiedText ? <Check size={16} /> : <Type size={16} />}
          onClick={() => copyText(() => navigator.clipboard.writeText(text))}
          data-testid="copy-signature-text"
        >
          {t(copiedText ? "common.copied" : "signature.copyText")}
        </Button>
      </div>
      <details className="code-details">
        <summary>{t("signature.html")}</summary>
        <CopyBox text={html} testId="signature-html" />
      </details>
    </section>
  );
}

/** As a mail shows it. Made of the very HTML that is copied, in which everything entered is text. */
function Drawn({ html }: { html: string }) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const page = new DOMParser().parseFromString(html, "text/html");
    box.current?.replaceChildren(...page.body.childNodes);
  }, [html]);
  return <section ref={box} className="signature-drawn" aria-label={t("signature.preview")} data-testid="signature" />;
}

function Programs() {
  const { t } = useTranslation();
  const [program, setProgram] = useState<Program>("outlook");
  return (
    <section className="card code-card">
      <h2>{t("signature.where")}</h2>
      <Field label={t("signature.program")}>
        {({ id }) => (
          <Select
            id={id}
            value={program}
            onChange={setProgram}
            options={PROGRAMS.map((value) => ({ value, label: t(`signature.programs.${value}.name`) }))}
            style={{ width: "100%", maxWidth: 320 }}
            data-testid="signature-program"
          />
        )}
      </Field>
      <ol className="code-steps">
        {t(`signature.programs.${program}.steps`)
          .split("\n")
          .map((step) => (
            <li key={step}>{step}</li>
          ))}
      </ol>
    </section>
  );
}
