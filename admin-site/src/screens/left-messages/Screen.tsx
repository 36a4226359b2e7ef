import { fullTime, shortTime } from "@parlor/design";
import { type LeftMessage, type LeftMessageState, TEXT_MAX } from "@parlor/protocol";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { MailOpen, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ApiProblem } from "../../api/problem.ts";
import { call } from "../../api/session.ts";
import { Avatar } from "../../shared/Avatar.tsx";
import { ListBody } from "../../shared/ListBody.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { SideDrawer } from "../../shared/SideDrawer.tsx";
import { Empty } from "../../shared/States.tsx";
import { useTitle } from "../../shared/title.ts";
import { toast } from "../../shared/toast.tsx";
import { WebLink } from "../../shared/WebLink.tsx";
import { keepDraft, useDraft } from "../desk/drafts.ts";
import { ExportToFile } from "../downloads/ExportToFile.tsx";
import "./left-messages.css";

const FILTERS: readonly (LeftMessageState | "all")[] = ["open", "answered", "closed", "all"];
const TAGS: Record<LeftMessageState, string> = { open: "wait", answered: "good", closed: "" };

/** 留言: what visitors left while nobody was there, and the answers. */
export function LeftMessagesScreen() {
  const { t, i18n } = useTranslation();
  useTitle(t("manage.leftMessages"));
  const navigate = useNavigate();
  const { leftMessageId } = useParams();
  const [filter, setFilter] = useState<LeftMessageState | "all">("open");
  const list = useInfiniteQuery({
    queryKey: ["left-messages", filter],
    queryFn: ({ pageParam, signal }) =>
      call(
        "list_left_messages",
        { query: { ...(filter === "all" ? {} : { state: filter }), ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor,
    refetchInterval: 60_000,
  });
  const messages = list.data?.pages.flatMap((page) => page.left_messages) ?? [];
  const [kept, setKept] = useState<LeftMessage>();
  const chosen =
    messages.find((message) => message.left_message_id === leftMessageId) ?? (kept?.left_message_id === leftMessageId ? kept : undefined);
  const now = Date.now();

  return (
    <main className="page list-page">
      <header className="page-head">
        <h1>{t("manage.leftMessages")}</h1>
        <span className="grow" />
        <ExportToFile wanted={{ kind: "left_messages", ...(filter === "all" ? {} : { state: filter }) }} />
      </header>
      <div className="list-page-body">
        <nav className="categories" aria-label={t("left.states")}>
          {FILTERS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={filter === each}
              onClick={() => setFilter(each)}
              data-testid={`left-filter-${each}`}
            >
              {t(`left.filter.${each}`)}
            </button>
          ))}
        </nav>
        <div className="list-main">
          <ListBody
            query={list}
            count={messages.length}
            notLoaded={t("left.notLoaded")}
            skeleton={{ rows: 8, columns: 4 }}
            empty={<Empty icon={MailOpen} title={t(`left.none.${filter}`)} text={t("left.noneText")} />}
          >
            <table className="plain">
              <thead>
                <tr>
                  <th>{t("left.from")}</th>
                  <th>{t("left.text")}</th>
                  <th>{t("left.contact")}</th>
                  <th>{t("left.state")}</th>
                  <th className="right">{t("left.at")}</th>
                </tr>
              </thead>
              <tbody>
                {messages.map((message) => {
                  const name = message.name || message.visitor_number;
                  return (
                    <tr
                      key={message.left_message_id}
                      data-opens
                      className={message.left_message_id === leftMessageId ? "chosen" : undefined}
                      onClick={() => void navigate(`/manage/left-messages/${message.left_message_id}`)}
                      data-testid="left-message-row"
                      data-state={message.state}
                    >
                      <td>
                        <button type="button" className="row-link row">
                          <span className="row">
                            <Avatar id={message.visitor_id} name={name} size={24} />
                            {name}
                          </span>
                        </button>
                      </td>
                      <td className="cut phone-wide" style={{ maxWidth: 420 }} title={message.text}>
                        {message.text}
                      </td>
                      <td className="cut t2 phone-off">{message.email}</td>
                      <td className="phone-off">
                        <span className={`tag ${TAGS[message.state]}`}>{t(`left.filter.${message.state}`)}</span>
                      </td>
                      <td className="right t2 phone-end" title={fullTime(message.left_at)}>
                        {shortTime(message.left_at, now, i18n.language)}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </ListBody>
        </div>
      </div>
      {chosen && (
        <MessageDrawer
          key={chosen.left_message_id}
          message={chosen}
          onChanged={setKept}
          onClose={() => void navigate("/manage/left-messages")}
        />
      )}
    </main>
  );
}

function MessageDrawer({
  message,
  onChanged,
  onClose,
}: {
  message: LeftMessage;
  onChanged: (message: LeftMessage) => void;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const draftId = `left-${message.left_message_id}`;
  const text = useDraft(draftId);
  const path = { left_message_id: message.left_message_id };
  const name = message.name || message.visitor_number;

  const changed = async (after: LeftMessage, said: string) => {
    onChanged(after);
    keepDraft(draftId, "");
    toast({ tone: "good", text: said });
    await client.invalidateQueries({ queryKey: ["left-messages"] });
  };
  const refused = (error: unknown) => {
    // Somebody else answered or closed it meanwhile: show what is true now.
    if (error instanceof ApiProblem && error.status === 409) void client.invalidateQueries({ queryKey: ["left-messages"] });
  };
  const answer = useMutation({
    mutationFn: () => call("answer_left_message", { path, body: { version: message.version, text: text.trim() } }),
    onSuccess: (after) => changed(after, t("left.answered", { email: message.email })),
    onError: refused,
  });
  const close = useMutation({
    mutationFn: () => call("close_left_message", { path, body: { version: message.version } }),
    onSuccess: (after) => changed(after, t("left.closed")),
    onError: refused,
  });
  const problem: unknown = answer.error ?? close.error;

  return (
    <SideDrawer
      label={t("left.messageOf", { name })}
      testId="left-message"
      onClose={onClose}
      title={
        <div className="row">
          <Avatar id={message.visitor_id} name={name} />
          <div className="grow">
            <div className="row">
              <h2 className="cut">{name}</h2>
              <span className={`tag ${TAGS[message.state]}`}>{t(`left.filter.${message.state}`)}</span>
            </div>
            <div className="f12 t2" title={fullTime(message.left_at)}>
              {message.visitor_number} · {shortTime(message.left_at, Date.now(), i18n.language, { exact: true })}
            </div>
          </div>
        </div>
      }
      footer={
        message.state === "open" && (
          <>
            <Button loading={close.isPending} onClick={() => close.mutate()} data-testid="left-close">
              {t("left.close")}
            </Button>
            <Button
              type="primary"
              icon={<Send size={16} />}
              loading={answer.isPending}
              disabled={text.trim() === ""}
              onClick={() => answer.mutate()}
              data-testid="left-answer-send"
            >
              {t("left.send")}
            </Button>
          </>
        )
      }
    >
      <section className="left-section">
        <dl className="key-values">
          <dt>{t("visitor.email")}</dt>
          <dd className="cut">
            <a href={`mailto:${encodeURIComponent(message.email)}`}>{message.email}</a>
          </dd>
          {message.phone && (
            <>
              <dt>{t("left.phone")}</dt>
              <dd>
                <a href={`tel:${message.phone.replaceAll(" ", "")}`}>{message.phone}</a>
              </dd>
            </>
          )}
          {message.page_url && (
            <>
              <dt>{t("left.page")}</dt>
              <dd className="cut">
                <WebLink url={message.page_url}>{message.page_url}</WebLink>
              </dd>
            </>
          )}
        </dl>
      </section>
      <section className="left-section">
        <div className="left-text" data-testid="left-text">
          {message.text}
        </div>
        {message.answer && (
          <>
            <p className="f12 t3 left-answered">
              {t("left.answeredBy", {
                name: message.answered_by ?? "",
                time: shortTime(message.answered_at ?? 0, Date.now(), i18n.language, { exact: true }),
              })}
            </p>
            <div className="left-text own">{message.answer}</div>
          </>
        )}
      </section>
      {message.state === "open" && (
        <section className="left-section">
          <label htmlFor="left-answer" className="f13 t2">
            {t("left.answerTo", { email: message.email })}
          </label>
          <Input.TextArea
            id="left-answer"
            rows={7}
            maxLength={TEXT_MAX}
            value={text}
            onChange={(event) => keepDraft(draftId, event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim() !== "") answer.mutate();
            }}
            data-testid="left-answer"
          />
          <p className="f12 t3">{t("left.answerHint")}</p>
          {problem !== null && (
            <p className="banner bad" role="alert">
              {problemText(t, problem)}
            </p>
          )}
        </section>
      )}
    </SideDrawer>
  );
}
