import type { FleetStatus, InstanceStatus } from "./fleet-history.ts";
import { type SortOrder, sortOrders } from "./instance-columns.ts";
import { filterInstances, sortInstances } from "./sort-instances.ts";

/** What is looked at, and how. */
export interface TopState {
  fleet: FleetStatus | undefined;
  /** Why the last reading failed; what is shown is then the one before. */
  failure: string | undefined;
  sort: SortOrder;
  reverse: boolean;
  filter: string;
  /** Whether what is typed goes into the filter. */
  typing: boolean;
  /** The key of the instance that the cursor is on; the first one until it is moved. */
  selected: string | undefined;
  /** Whether all about the selected one is shown. */
  detailed: boolean;
  help: boolean;
}

export const initialState: TopState = {
  fleet: undefined,
  failure: undefined,
  sort: "name",
  reverse: false,
  filter: "",
  typing: false,
  selected: undefined,
  detailed: false,
  help: false,
};

/** As `readline` tells of it. */
export interface Key {
  name?: string | undefined;
  sequence?: string | undefined;
  ctrl?: boolean | undefined;
  meta?: boolean | undefined;
}

export function visibleInstances({ fleet, filter, sort, reverse }: TopState): readonly InstanceStatus[] {
  return sortInstances(filterInstances(fleet?.instances ?? [], filter), sort, reverse);
}

/** The one that the cursor is on. */
export function selectedInstance(state: TopState): InstanceStatus | undefined {
  const visible = visibleInstances(state);
  return visible.find(({ key }) => key === state.selected) ?? visible[0];
}

/** What a key makes of it. `undefined` for a key that leaves. @param page how many rows a page has */
export function pressKey(state: TopState, key: Key, page: number): TopState | undefined {
  if (key.ctrl && (key.name === "c" || key.name === "d")) return undefined;
  if (state.typing) return typeFilter(state, key);
  if (state.help) return key.name === "q" ? undefined : { ...state, help: false };
  switch (key.sequence === "/" || key.sequence === "?" ? key.sequence : key.name) {
    case "q":
      return undefined;
    case "escape":
      // Step by step back to where it began.
      if (state.detailed) return { ...state, detailed: false };
      return { ...state, filter: "" };
    case "backspace":
    case "left":
      return { ...state, detailed: false };
    case "return":
    case "enter":
    case "right":
      return { ...state, detailed: selectedInstance(state) !== undefined, selected: selectedInstance(state)?.key };
    case "/":
      return { ...state, typing: true, detailed: false };
    case "?":
    case "h":
      return { ...state, help: true };
    case "s":
      return { ...state, sort: sortOrders[(sortOrders.indexOf(state.sort) + 1) % sortOrders.length] ?? "name" };
    case "r":
      return { ...state, reverse: !state.reverse };
    case "up":
    case "k":
      return moved(state, -1);
    case "down":
    case "j":
      return moved(state, 1);
    case "pageup":
      return moved(state, -page);
    case "pagedown":
      return moved(state, page);
    case "home":
      return moved(state, Number.NEGATIVE_INFINITY);
    case "end":
      return moved(state, Number.POSITIVE_INFINITY);
    default:
      return state;
  }
}

function typeFilter(state: TopState, { name, sequence = "", ctrl, meta }: Key): TopState {
  if (name === "return" || name === "enter") return { ...state, typing: false };
  if (name === "escape") return { ...state, typing: false, filter: "" };
  if (name === "backspace") return { ...state, filter: [...state.filter].slice(0, -1).join("") };
  if (ctrl && name === "u") return { ...state, filter: "" };
  const printable = !ctrl && !meta && /^[^\p{Cc}\p{Cs}]+$/u.test(sequence);
  return printable ? { ...state, filter: (state.filter + sequence).slice(0, 60) } : state;
}

function moved(state: TopState, by: number): TopState {
  const visible = visibleInstances(state);
  const at = visible.findIndex(({ key }) => key === selectedInstance(state)?.key);
  const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
  return { ...state, selected: next?.key };
}
