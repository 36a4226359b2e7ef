import { Modal } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useStore } from "../../shared/store.ts";
import { useSendKey } from "../desk/composer/send-key.ts";
import { chordText, useKeys } from "./keys.ts";
import { paletteStore, showShortcuts } from "./palette-store.ts";

/** Each row: what it does, and the keys, one set after the other. */
type Row = readonly [label: string, ...keys: string[]];

/** `?`: every key that does something, also those that the screen on show brings. */
export function Shortcuts() {
  const { t } = useTranslation();
  const open = useStore(paletteStore, (state) => state.shortcuts);
  const offered = useStore(paletteStore, (state) => state.offered);
  const keys = useKeys();
  const sendKey = useSendKey();
  const close = () => showShortcuts(false);
  const here = offered.flat().filter((command) => command.keys);
  const groups: [string, readonly Row[]][] = [
    [
      t("shortcuts.everywhere"),
      [
        [t("shortcuts.palette"), "Ctrl K"],
        [t("shortcuts.next"), chordText(keys.next)],
        [t("shortcuts.accept"), chordText(keys.accept)],
        [t("shortcuts.list"), "?"],
        [t("shortcuts.close"), "Esc"],
      ],
    ],
    [
      t("shortcuts.writing"),
      [
        [t("shortcuts.canned"), "/"],
        [t("shortcuts.send"), sendKey === "enter" ? "Enter" : "Ctrl Enter"],
        [t("shortcuts.newLine"), sendKey === "enter" ? "Shift Enter" : "Enter"],
      ],
    ],
    [
      t("shortcuts.lists"),
      [
        [t("shortcuts.choose"), "↑", "↓"],
        [t("shortcuts.open"), "Enter"],
        [t("shortcuts.move"), "Alt ↑", "Alt ↓"],
      ],
    ],
  ];
  if (here.length > 0) groups.splice(1, 0, [t("shortcuts.here"), here.map((command): Row => [command.label, command.keys ?? ""])]);
  return (
    <Modal open={open} title={t("shortcuts.title")} footer={null} width={640} onCancel={close} destroyOnHidden>
      <div className="shortcuts" data-testid="shortcuts">
        {groups.map(([name, rows]) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {rows.map(([label, ...all]) => (
                <div key={label} className="row">
                  <dt className="grow">{label}</dt>
                  <dd className="row">
                    {all.map((each) => (
                      <span key={each} className="chord">
                        {each.split(" ").map((key) => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="t3 f12 shortcuts-foot">
        <Link to="/manage/me" onClick={close}>
          {t("shortcuts.change")}
        </Link>
      </p>
    </Modal>
  );
}
