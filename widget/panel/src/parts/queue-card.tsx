import { useSession } from "../context";

/** The visitor's place while nobody has taken the conversation yet. */
export function QueueCard() {
  const session = useSession();
  const { t } = session;
  if (!session.waiting.value) return null;
  const queue = session.queue.value;
  const share = queue ? (queue.most + 1 - queue.ahead) / (queue.most + 1) : 0;
  return (
    <section class="queue" data-testid="queue">
      <div role="status">
        {queue && queue.ahead > 0 ? (
          <>
            <p class="text-2">{t("queue.ahead")}</p>
            <p class="place">
              <span data-testid="queue-position">{queue.ahead}</span>
              <small>{t("queue.people", { count: queue.ahead })}</small>
            </p>
          </>
        ) : (
          <p class="place word">{queue ? t("queue.next") : t("queue.position")}</p>
        )}
        {queue?.estimatedWaitS !== undefined && (
          <p data-testid="queue-wait">
            {t("queue.estimate")} <b>{wait(queue.estimatedWaitS, t)}</b>
          </p>
        )}
      </div>
      <div class="progress" aria-hidden="true">
        <i ref={(bar) => bar?.style.setProperty("--share", String(share))} />
      </div>
      <p class="text-3">{t("queue.hint")}</p>
      <button type="button" class="button outline" data-testid="leave-queue" onClick={() => session.leaveQueue()}>
        {t("queue.leave")}
      </button>
    </section>
  );
}

function wait(seconds: number, t: ReturnType<typeof useSession>["t"]): string {
  return seconds < 60 ? t("queue.aboutSeconds") : t("queue.about", { count: Math.round(seconds / 60) });
}
