import { useEffect, useRef } from "react";
import { createStore, type Store } from "./store.ts";

/** Something that can be done from where one is, by name (command palette) or by keys. */
export interface Command {
  id: string;
  label: string;
  /** Such as `mod+shift+o`; `mod` is Command on a Mac and Control elsewhere. */
  keys?: string | undefined;
  run: () => void;
}

/** What can be done now, by who offers it; the last to come is the first to be asked. */
export const commandGroups: Store<readonly { group: string; commands: readonly Command[] }[]> = createStore<
  readonly { group: string; commands: readonly Command[] }[]
>([]);

/** Offers commands for as long as the component is there. */
export function useCommands(group: string, commands: readonly Command[]): void {
  const current = useRef(commands);
  current.current = commands;
  // What a command does may change with each render; the list only when what is shown of it does.
  const shown = JSON.stringify(commands.map(({ id, label, keys }) => [id, label, keys]));
  useEffect(() => {
    const rows = JSON.parse(shown) as [string, string, string | null][];
    const entry = {
      group,
      commands: rows.map(([id, label, keys]) => ({
        id,
        label,
        keys: keys ?? undefined,
        run: () => current.current.find((command) => command.id === id)?.run(),
      })),
    };
    commandGroups.set((groups) => [...groups, entry]);
    return () => commandGroups.set((groups) => groups.filter((other) => other !== entry));
  }, [group, shown]);
}
