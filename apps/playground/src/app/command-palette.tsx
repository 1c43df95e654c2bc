import { Dialog } from "@base-ui/react/dialog";
import { useId, useState } from "react";
import floating from "../design/floating.module.css";
import { Keys } from "../design/keys.tsx";
import { commandGroups } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import styles from "./command-palette.module.css";
import { shellWording } from "./shell-wording.ts";

/** All that can be done from here, by name, with its keys. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useWording(shellWording);
  const groups = useStore(commandGroups);
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();

  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups
    .toReversed()
    .flatMap(({ group, commands }) => commands.map((command) => ({ group, command })))
    .filter(({ command }) => command.id !== "palette")
    .filter(({ group, command }) => words.every((word) => `${group} ${command.label}`.toLowerCase().includes(word)));
  const chosen = Math.min(active, found.length - 1);

  const run = (index: number) => {
    const command = found[index]?.command;
    if (!command) return;
    onClose();
    command.run();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={floating.backdrop} />
        <Dialog.Popup className={styles.palette} aria-label={t.commands}>
          <input
            className={styles.search}
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
            aria-label={t.searchCommands}
            placeholder={t.searchCommands}
            autoComplete="off"
            spellCheck={false}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setActive(0);
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "ArrowDown") setActive((chosen + 1) % Math.max(found.length, 1));
              else if (event.key === "ArrowUp") setActive((chosen + found.length - 1) % Math.max(found.length, 1));
              else if (event.key === "Enter") run(chosen);
              else return;
              event.preventDefault();
            }}
          />
          <div id={`${id}-list`} role="listbox" aria-label={t.commands} className={styles.list}>
            {found.map(({ group, command }, index) => (
              <div
                key={`${group} ${command.id}`}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                className={styles.option}
                ref={(element) => {
                  if (index === chosen) element?.scrollIntoView({ block: "nearest" });
                }}
                onPointerMove={() => setActive(index)}
                onClick={() => run(index)}
                onKeyDown={(event) => event.key === "Enter" && run(index)}
              >
                <span className={styles.group}>{group}</span>
                <span className={styles.label}>{command.label}</span>
                {command.keys && <Keys keys={command.keys} />}
              </div>
            ))}
          </div>
          {found.length === 0 && (
            <p className={styles.nothing} role="status">
              {t.noCommand}
            </p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
