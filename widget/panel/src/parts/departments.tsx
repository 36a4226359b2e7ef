import type { DepartmentChoice } from "@parlor/protocol";
import { ChevronRight } from "lucide-preact";
import { useSession } from "../context";
import { Glyph } from "./glyph";

/** Whom the visitor wants to talk to, where the company leaves it to them. */
export function Departments() {
  const session = useSession();
  const { t } = session;
  const choices = session.visit.value.departments ?? [];
  const groups = new Map<string, DepartmentChoice[]>();
  for (const each of choices) groups.set(each.group ?? "", [...(groups.get(each.group ?? "") ?? []), each]);
  return (
    <section class="departments" aria-label={t("departments.title")} data-testid="departments">
      <h2>{t("departments.title")}</h2>
      {[...groups].map(([group, of]) => (
        <div key={group}>
          {group && <h3>{group}</h3>}
          <ul>
            {of.map((each) => (
              <li key={each.department_id}>
                <button type="button" onClick={() => session.chooseDepartment(each)} data-testid="department">
                  <i class={`dot ${each.availability}`} />
                  <span class="cut">{each.name}</span>
                  <small>
                    {t(`departments.${each.availability === "online" || each.availability === "busy" ? each.availability : "offline"}`)}
                  </small>
                  <Glyph icon={ChevronRight} size={16} />
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
