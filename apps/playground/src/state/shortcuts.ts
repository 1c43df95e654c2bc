import { isMac } from "../design/key-caps.ts";
import { commandGroups } from "./commands.ts";

/** The keys of an event as commands name them, such as `mod+shift+o`. */
export function keysOf(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
  onMac: boolean = isMac,
): string {
  const mod = onMac ? event.metaKey : event.ctrlKey;
  // With Alt held, layouts give other characters; the key's place tells the letter or digit.
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = event.altKey && place ? place : event.key;
  return [mod && "mod", event.altKey && "alt", event.shiftKey && key !== "?" && "shift", key.toLowerCase()]
    .filter(Boolean)
    .join("+");
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** What lies over the page, and takes all keys: also the list of a select, which Escape closes. */
const openOver =
  "[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-open], [data-open] [role=listbox]";

/** Escape writes nothing, wherever one is. */
const isWriting = (keys: string): boolean => keys !== "escape" && !/^(mod|alt)\+/.test(keys);

/**
 * Runs the command whose keys are pressed. Keys that write something are left to whoever is typing, and all keys to an
 * open dialog.
 *
 * @returns what ends it
 */
export function listenForShortcuts(): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = keysOf(event);
    if (isTyping(event.target) && isWriting(keys)) return;
    if (document.querySelector(openOver)) return;
    const groups = commandGroups.get();
    const command = groups.findLast(({ commands }) => commands.some((entry) => entry.keys === keys));
    if (!command) return;
    event.preventDefault();
    command.commands.find((entry) => entry.keys === keys)?.run();
  };
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}
