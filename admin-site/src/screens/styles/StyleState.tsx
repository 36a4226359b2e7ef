import { clockTime } from "@parlor/design";
import { Button } from "antd";
import { CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { FormProblem } from "../../shared/form.tsx";
import { type Editing, isDirty } from "./keeper.ts";
import type { Kept } from "./useKeeper.ts";

/** 使用中, 有未发布的修改, 未发布. */
export function StyleTags({ published, changed }: { published: boolean; changed: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={`tag ${published ? "good" : ""}`} data-testid="style-published">
        {t(published ? "styles.state.live" : "styles.state.never")}
      </span>
      {published && changed && (
        <span className="tag wait" data-testid="style-changed">
          {t("styles.state.changed")}
        </span>
      )}
    </>
  );
}

const STUCK: readonly Editing["status"][] = ["offline", "wrong", "refused", "conflict"];

/** The draft cannot be saved as things are. */
export const isStuck = ({ editing }: Kept): boolean => STUCK.includes(editing.status);

/** How far the draft has got, and where something has to be changed first. */
export function SavedAt({ kept, onShow }: { kept: Kept; onShow: (path: string) => void }) {
  const { t } = useTranslation();
  const { editing, errors } = kept;
  const { status, base } = editing;
  const first = errors[0];
  const Icon = status === "offline" ? CloudOff : status === "saving" ? LoaderCircle : isStuck(kept) ? TriangleAlert : undefined;
  return (
    <span className={`style-saved f12 ${isStuck(kept) ? "is-wait" : "t3"}`} role="status" data-testid="style-saved" data-status={status}>
      {Icon && <Icon size={14} aria-hidden className={status === "saving" ? "spin" : ""} />}
      {first ? (
        <button type="button" className="link-button" onClick={() => onShow(first.path)} data-testid="style-errors">
          {t("styles.errors", { count: errors.length })}
        </button>
      ) : status !== "saved" ? (
        t(`styles.${status}`)
      ) : (
        base.saved_at !== undefined && t("styles.saved", { time: clockTime(base.saved_at) })
      )}
    </span>
  );
}

/** What stands in the way of saving and belongs to no field, over the form. */
export function StyleTroubles({ kept }: { kept: Kept }) {
  const { t } = useTranslation();
  const { keeper, editing } = kept;
  const { problem } = editing;
  return (
    <>
      {editing.status === "conflict" && (
        <div className="banner style-banner" role="alert" data-testid="style-conflict">
          <TriangleAlert size={16} aria-hidden />
          <span className="grow">{t("settings.conflict")}</span>
          <Button size="small" onClick={() => keeper.takeTheirs()} data-testid="style-take-theirs">
            {t("common.takeTheirs")}
          </Button>
          <Button size="small" onClick={() => keeper.keepMine()} data-testid="style-keep-mine">
            {t("common.keepMine")}
          </Button>
        </div>
      )}
      {editing.status === "offline" && (
        <div className="banner style-banner" role="alert" data-testid="style-offline">
          <CloudOff size={16} aria-hidden />
          <span className="grow">{t("styles.offlineText")}</span>
          <Button size="small" onClick={() => void keeper.flush()}>
            {t("common.retry")}
          </Button>
        </div>
      )}
      {problem !== undefined && !(problem instanceof ApiProblem && problem.field) && (
        <div className="style-banner-space">
          <FormProblem problem={problem} />
        </div>
      )}
    </>
  );
}

/** There are changes that visitors do not see. */
export function hasChanges({ editing }: Kept): boolean {
  return editing.base.has_changes === true || isDirty(editing);
}
