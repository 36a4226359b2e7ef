import { NAME_MAX, type Profile } from "@parlor/protocol";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { Field, FieldErrors } from "../../shared/Field.tsx";
import { FormProblem } from "../../shared/form.tsx";
import { Failed, SkeletonRows } from "../../shared/States.tsx";
import { toast } from "../../shared/toast.tsx";
import { useDraft } from "../../shared/useDraft.ts";
import { PictureField } from "../styles/PictureField.tsx";

const KEYS = ["name", "title", "phone", "photo"] as const;
const profileQuery = queryOptions({ queryKey: ["profile"], queryFn: ({ signal }) => call("get_profile", {}, signal) });

/** What visitors and colleagues see of who is signed in. It is the agent's own row, so it is saved apart from the other settings. */
export function ProfileCard() {
  const { t } = useTranslation();
  const profile = useQuery(profileQuery);
  return (
    <section className="card settings-card">
      <h2>{t("personal.profile")}</h2>
      <p className="t3 f12 form-lead">{t("personal.profileText")}</p>
      {profile.isPending && <SkeletonRows rows={2} height={56} columns={2} />}
      {profile.isError && <Failed title={t("settings.notLoaded")} error={profile.error} retry={() => void profile.refetch()} />}
      {profile.data && <ProfileForm profile={profile.data} />}
    </section>
  );
}

function ProfileForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft<Profile, (typeof KEYS)[number]>({
    doc: profile,
    keys: KEYS,
    check: ({ name, phone }) => [
      ...(name.trim() ? [] : [{ path: "name", text: t("settings.wrong.empty") }]),
      ...(/^[0-9+()\- ]*$/.test(phone) ? [] : [{ path: "phone", text: t("companyData.wrong.phone") }]),
    ],
    send: (change) => call("change_profile", { body: change }),
    reload: () => client.fetchQuery({ ...profileQuery, staleTime: 0 }),
    onSaved: (saved) => {
      client.setQueryData(profileQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const { value } = draft;
  const say = (saved: boolean) => {
    if (saved) toast({ tone: "good", text: t("common.saved") });
  };
  return (
    <FieldErrors errors={draft.errors}>
      <FormProblem problem={draft.problem} />
      {draft.conflicts.length > 0 && (
        <div className="banner settings-conflict" role="alert" data-testid="profile-conflict">
          <TriangleAlert size={16} aria-hidden />
          <span className="grow">{t("settings.conflict")}</span>
          <Button size="small" onClick={draft.takeTheirs}>
            {t("common.takeTheirs")}
          </Button>
          <Button size="small" onClick={() => void draft.keepMine().then(say)}>
            {t("common.keepMine")}
          </Button>
        </div>
      )}
      <div className="fields">
        <div className="wide">
          <PictureField
            label={t("personal.photo")}
            hint={t("personal.photoHint")}
            path="photo"
            value={value.photo ? { url: value.photo, width: 1, height: 1 } : undefined}
            onChange={(asset) => draft.set("photo", asset?.url ?? "")}
            upload="add_own_picture"
            small
            testId="profile-photo"
          />
        </div>
        {(["name", "title", "phone"] as const).map((name) => (
          <Field key={name} path={name} label={t(`personal.${name}`)} required={name === "name"}>
            {(control) => (
              <Input
                {...control}
                value={value[name]}
                maxLength={name === "phone" ? 40 : NAME_MAX}
                onChange={(event) => draft.set(name, event.target.value)}
                data-testid={`profile-${name}`}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="row settings-profile-foot">
        <span className="t3 f12 grow">{t("personal.number", { number: value.number, email: value.email })}</span>
        {draft.dirty && <Button onClick={draft.discard}>{t("common.discard")}</Button>}
        <Button disabled={!draft.dirty} loading={draft.saving} onClick={() => void draft.save().then(say)} data-testid="profile-save">
          {t("personal.saveProfile")}
        </Button>
      </div>
    </FieldErrors>
  );
}
