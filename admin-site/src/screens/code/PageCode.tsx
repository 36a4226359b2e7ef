import type { StyleSummary } from "@parlor/protocol";
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { CopyBox } from "../../shared/CopyBox.tsx";
import { Field } from "../../shared/Field.tsx";
import { BUILDERS, type Builder, pasted } from "./builders.ts";
import { Choices } from "./Choices.tsx";
import { installationQuery } from "./installation.ts";
import { isInline } from "./KindPicture.tsx";
import { Kinds } from "./Kinds.tsx";
import type { Choice } from "./Screen.tsx";
import { type Address, chatAddress, placeOf, policyOf, snippetOf, tagManagerSnippet } from "./snippet.ts";

interface Props {
  style: StyleSummary;
  address: Address;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

/** The line for the page: what it shows, what it says, where it goes. */
export function PageCode({ style, address, choice, onChoice }: Props) {
  const { t } = useTranslation();
  const [nonce, setNonce] = useState(false);
  return (
    <div className="code-main">
      <Kinds style={style} address={address} />
      <section className="card code-card">
        <h2>{t("code.snippet")}</h2>
        {isInline(style.kind) && <Place style={style} kind={style.kind} />}
        <p className="t2 f13">{t("code.snippetText")}</p>
        <CopyBox text={snippetOf(address, { ...choice, nonce })} testId="page-snippet" />
        <Choices choice={choice} onChoice={onChoice} />
      </section>
      <Where address={address} choice={choice} />
      <Policy style={style} nonce={nonce} onNonce={setNonce} />
    </div>
  );
}

/** What keeps the place of a launcher that does not float. The size of a picture is known when the style has been read. */
function Place({ style, kind }: { style: StyleSummary; kind: "fixed" | "image" | "text" }) {
  const { t } = useTranslation();
  const draft = useQuery({
    queryKey: ["style-picture", style.style_id, style.published_version],
    queryFn: ({ signal }) => call("get_style", { path: { style_id: style.style_id } }, signal),
    enabled: kind === "image",
  });
  return (
    <>
      <p className="t2 f13">{t("code.placeText")}</p>
      <CopyBox text={placeOf(kind, draft.data?.content.pictures?.online)} testId="place-snippet" />
    </>
  );
}

/** How to put it there, by what the site is built with. */
function Where({ address, choice }: { address: Address; choice: Choice }) {
  const { t } = useTranslation();
  const [builder, setBuilder] = useState<Builder>("html");
  const what = pasted(builder);
  return (
    <section className="card code-card">
      <h2>{t("code.where")}</h2>
      <Field label={t("code.builtWith")}>
        {({ id }) => (
          <Select
            id={id}
            value={builder}
            onChange={setBuilder}
            options={BUILDERS.map((value) => ({ value, label: t(`code.builder.${value}.name`) }))}
            listHeight={400}
            style={{ width: "100%", maxWidth: 320 }}
            data-testid="code-builder"
          />
        )}
      </Field>
      <ol className="code-steps">
        {t(`code.builder.${builder}.steps`)
          .split("\n")
          .map((step) => (
            <li key={step}>{step}</li>
          ))}
      </ol>
      {what === "tagManager" && <CopyBox text={tagManagerSnippet(address, choice)} testId="tag-manager-snippet" />}
      {what === "link" && <CopyBox text={chatAddress(address, choice)} testId="menu-link" />}
    </section>
  );
}

function Policy({ style, nonce, onNonce }: { style: StyleSummary; nonce: boolean; onNonce: (nonce: boolean) => void }) {
  const { t } = useTranslation();
  const installation = useQuery(installationQuery(style.style_id, ""));
  return (
    <section className="card code-card">
      <h2>{t("code.policy")}</h2>
      <p className="t2 f13">{t("code.policyText")}</p>
      <Checkbox checked={nonce} onChange={(event) => onNonce(event.target.checked)} data-testid="code-nonce">
        {t("code.nonce")}
      </Checkbox>
      {installation.data && <CopyBox text={policyOf(installation.data.addresses, nonce).join("\n")} testId="policy" />}
    </section>
  );
}
