import "../styles/company.css";
import { useSignal } from "@preact/signals";
import { CreditCard, ExternalLink, Megaphone, QrCode, Wallet, X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Tab } from "../company";
import { useSession } from "../context";
import { type Asset, inLanguage, type Payment, webAddress } from "../look";
import { Glyph } from "./glyph";
import { Avatar } from "./small";
import { Words } from "./words";

/**
 * The company's part of the window (公司面板): sections, announcement, profile, agent's card, payments, advertisement. Fetched only where a
 * style has some of it.
 */

const idOf = (tab: Tab) => ({ id: `tab-${tab}`, panel: `panel-${tab}` });

/** Conversation, company, and a page of the company's own. */
export function Tabs() {
  const session = useSession();
  const { t, company, look, language } = session;
  const list = useRef<HTMLDivElement>(null);
  const tabs = company.tabs.value;
  if (tabs.length === 0) return null;
  const names = { chat: t("company.chat"), about: t("company.about"), site: inLanguage(look.value.panel?.tab?.labels, language) };
  const unread = company.tab.value === "chat" ? 0 : session.unread.value;

  function pressed(event: KeyboardEvent): void {
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = event.key === forward ? 1 : event.key === "ArrowLeft" || event.key === "ArrowRight" ? -1 : 0;
    const here = tabs.indexOf(company.tab.value);
    const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step ? (here + step + tabs.length) % tabs.length : -1;
    const next = tabs[to];
    if (!next) return;
    event.preventDefault();
    company.show(next);
    list.current?.querySelector<HTMLElement>(`#${idOf(next).id}`)?.focus();
  }

  return (
    <div ref={list} class="tabs" role="tablist" aria-label={t("company.sections")} onKeyDown={pressed} data-testid="tabs">
      {tabs.map((tab) => (
        <button
          key={tab}
          id={idOf(tab).id}
          type="button"
          role="tab"
          aria-selected={company.tab.value === tab}
          aria-controls={idOf(tab).panel}
          tabIndex={company.tab.value === tab ? 0 : -1}
          data-testid={`tab-${tab}`}
          onClick={() => company.show(tab)}
        >
          <span class="cut">{names[tab] || hostOf(look.value.panel?.tab?.url)}</span>
          {tab === "chat" && unread > 0 && (
            <span class="count">
              {Math.min(unread, 99)} <span class="sr">{t("log.newMessages")}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** What the chosen tab shows. A page that was opened stays as it was left. */
export function TabPanels({ chat }: { chat: ComponentChildren }) {
  const { company } = useSession();
  const opened = useSignal(false);
  const tabs = company.tabs.value;
  const shown = company.tab.value;
  if (shown === "site") opened.value = true;
  if (tabs.length === 0) return <>{chat}</>;
  const panel = (tab: Tab, children: ComponentChildren) => (
    <div key={tab} id={idOf(tab).panel} class="tab-panel" role="tabpanel" aria-labelledby={idOf(tab).id} hidden={shown !== tab}>
      {children}
    </div>
  );
  return (
    <>
      {panel("chat", shown === "chat" && chat)}
      {tabs.includes("about") &&
        panel(
          "about",
          shown === "about" && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable with the keyboard
            <div class="about" tabIndex={0} data-testid="about">
              <About />
            </div>
          ),
        )}
      {tabs.includes("site") && panel("site", opened.value && <Site />)}
    </>
  );
}

/** The company next to the conversation, where a page of its own has the room. */
export function Beside() {
  const { t, look } = useSession();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable with the keyboard
    <aside class="about beside" aria-label={t("company.about")} tabIndex={0} data-testid="beside">
      <div class="head">
        {look.value.panel?.logo && <Picture asset={look.value.panel.logo} class="logo" />}
        <b>{look.value.company}</b>
      </div>
      <About />
    </aside>
  );
}

function About() {
  const { t, look, language } = useSession();
  const { profile, payments = [], agent_card = true } = look.value.panel ?? {};
  const text = inLanguage(profile, language);
  return (
    <>
      {agent_card && <AgentCard />}
      {text && (
        <section aria-label={t("company.profile")}>
          <h2>{t("company.profile")}</h2>
          <p class="profile" data-testid="profile">
            <Words text={text} />
          </p>
        </section>
      )}
      {payments.length > 0 && (
        <section aria-label={t("company.payments")}>
          <h2>{t("company.payments")}</h2>
          <ul class="payments" data-testid="payments">
            {payments.map((each) => (
              <li key={each}>
                <Glyph icon={MARKS[each] ?? CreditCard} size={16} />
                {t(`payment.${each}`)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Drawn by kind of payment: the marks themselves belong to others. */
const MARKS: Partial<Record<Payment, typeof CreditCard>> = { alipay: QrCode, wechat_pay: QrCode, paypal: Wallet };

/** Who is talking to the visitor. */
function AgentCard() {
  const { t, conversation, talking, agentCard } = useSession();
  const { agent_name, agent_title, state } = conversation.value ?? {};
  if (!agent_name || !talking.value || state !== "active") return null;
  const { phone, photo } = agentCard.value ?? {};
  return (
    <section class="agent-card" aria-label={t("company.agent")} data-testid="agent-card">
      <Avatar name={agent_name} size="large" photo={photo} />
      <div class="grow">
        <b class="cut">{agent_name}</b>
        {agent_title && <span class="text-2">{agent_title}</span>}
        {phone ? (
          <a href={`tel:${phone.replace(/[^+0-9]/g, "")}`} data-testid="agent-phone">
            {phone}
          </a>
        ) : (
          <span class="text-3">{t("header.serving")}</span>
        )}
      </div>
    </section>
  );
}

/** A page of the company's own, such as its forum. Some pages refuse to be shown inside of another: the way out is always there. */
function Site() {
  const { t, look, language } = useSession();
  const { url, labels } = look.value.panel?.tab ?? {};
  const address = webAddress(url);
  if (!address) return null;
  const label = inLanguage(labels, language) || hostOf(address);
  // A page of our own origin could take the sandbox off.
  const foreign = new URL(address).origin !== location.origin;
  return (
    <>
      <p class="outside">
        <span class="text-3 grow">{t("company.siteHint")}</span>
        <Outwards to={address} class="button small" testId="site-open">
          <Glyph icon={ExternalLink} size={14} />
          {t("company.newWindow")}
        </Outwards>
      </p>
      <iframe
        class="site"
        src={address}
        title={label}
        sandbox={`allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox${foreign ? " allow-same-origin" : ""}`}
        referrerpolicy="no-referrer"
        data-testid="site"
      />
    </>
  );
}

/** News of the company's (活动公告), until its end or until it is dismissed. */
export function AnnouncementBar() {
  const { t, company } = useSession();
  const announcement = company.announcement.value;
  if (!announcement) return null;
  return (
    <section class="announcement" aria-label={t("company.announcement")} data-testid="announcement">
      <Glyph icon={Megaphone} size={16} />
      <p class="grow">{announcement.url ? <Outwards to={announcement.url}>{announcement.text}</Outwards> : announcement.text}</p>
      <button
        type="button"
        class="icon"
        aria-label={t("company.dismiss")}
        data-testid="announcement-dismiss"
        onClick={() => company.dismiss()}
      >
        <Glyph icon={X} size={16} />
      </button>
    </section>
  );
}

/** 底部广告: a picture stands above the foot of the window, words alone in it. */
export function Advertisement({ place }: { place: "above" | "foot" }) {
  const { t, look, language } = useSession();
  const { texts, picture, url } = look.value.panel?.advertisement ?? {};
  const text = inLanguage(texts, language);
  if (place === "above" ? !picture : picture || !text) return null;
  const to = webAddress(url);
  const content = (
    <>
      {picture && <Picture asset={picture} />}
      {text ? <span>{text}</span> : <span class="sr">{hostOf(to)}</span>}
    </>
  );
  return (
    <section class={`advertisement ${place}`} aria-label={t("company.advertisement")} data-testid="advertisement">
      {to ? <Outwards to={to}>{content}</Outwards> : content}
    </section>
  );
}

function Picture({ asset, ...rest }: { asset: Asset; class?: string }) {
  return <img src={asset.url} width={asset.width} height={asset.height} alt="" {...rest} />;
}

function Outwards(props: { to: string; class?: string; testId?: string; children: ComponentChildren }) {
  const { t } = useSession();
  return (
    <a href={props.to} target="_blank" rel="noopener noreferrer nofollow" class={props.class} data-testid={props.testId}>
      {props.children}
      {props.class ? null : <span class="sr"> ({t("company.newWindow")})</span>}
    </a>
  );
}

function hostOf(url: string | undefined): string {
  const address = webAddress(url);
  return address ? new URL(address).host : "";
}
