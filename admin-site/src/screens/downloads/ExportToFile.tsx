import { Button } from "antd";
import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../shared/me.tsx";
import { mayTake, type Wanted } from "./wanted.ts";

const ExportDialog = lazy(() => import("./ExportDialog.tsx"));

/** The button with which what a screen shows is taken away as a file; only for who may. */
export function ExportToFile({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation();
  const me = useMe();
  const [open, setOpen] = useState(false);
  if (!mayTake(me, wanted.kind)) return null;
  return (
    <>
      <Button icon={<Download size={16} aria-hidden />} onClick={() => setOpen(true)} data-testid="export-open">
        {t("downloads.export")}
      </Button>
      {open && (
        <Suspense>
          <ExportDialog wanted={wanted} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
