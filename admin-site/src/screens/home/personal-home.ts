import type { ChangePersonalSettings } from "@parlor/protocol";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "../../api/session.ts";
import { personalQuery } from "../../shared/personal.ts";
import { problemText } from "../../shared/problem-text.ts";
import { queryClient } from "../../shared/query.ts";
import { toast } from "../../shared/toast.tsx";

/** Changes what this person has set for their home; the same on every device. */
export function useHomeSettings() {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: async (change: Pick<ChangePersonalSettings, "shortcuts" | "set_up_hidden">) => {
      const { version } = await queryClient.fetchQuery({ ...personalQuery, staleTime: 0 });
      return call("change_personal_settings", { body: { version, ...change } });
    },
    onSuccess: (personal) => queryClient.setQueryData(personalQuery.queryKey, personal),
    onError: (error) => toast({ tone: "bad", text: problemText(t, error) }),
  });
}
