import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** Places in the shell that a page may fill. */
export interface Slots {
  /** Under the navigation. */
  sidebar: HTMLElement | null;
  /** The line above the page; beside the menu button on a phone. */
  topbar: HTMLElement | null;
  /** Closes the drawer that the sidebar is in on a phone. */
  closeSidebar: () => void;
}

export const SlotsContext = createContext<Slots>({ sidebar: null, topbar: null, closeSidebar: () => {} });

export const useSlots = (): Slots => useContext(SlotsContext);

/** What a page puts under the navigation, such as its conversations. */
export function SidebarContent({ children }: { children: ReactNode }) {
  const { sidebar } = useSlots();
  return sidebar && createPortal(children, sidebar);
}

/** What a page puts into the line above it: controls that must stay in sight while it scrolls. */
export function TopbarContent({ children }: { children: ReactNode }) {
  const { topbar } = useSlots();
  return topbar && createPortal(children, topbar);
}
