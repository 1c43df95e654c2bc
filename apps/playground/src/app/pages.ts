import { ArrowLeftRight, Boxes, Columns2, type LucideIcon, MessageSquare, Sigma } from "lucide-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { shellWording } from "./shell-wording.ts";

export interface PageEntry {
  /** What stands behind `#`; deeper paths are the page's own. */
  path: string;
  /** Its name, in the shell's wording. */
  name: keyof typeof shellWording & ("chat" | "compare" | "fleet" | "texts" | "wire");
  icon: LucideIcon;
  keys: string;
  component: LazyExoticComponent<ComponentType>;
}

/** The rooms of the playground, in the order of the navigation. Each loads when it is first gone to. */
export const pages: readonly PageEntry[] = [
  {
    path: "/chat",
    name: "chat",
    icon: MessageSquare,
    keys: "alt+1",
    component: lazy(() => import("../chat/chat-page.tsx")),
  },
  {
    path: "/compare",
    name: "compare",
    icon: Columns2,
    keys: "alt+2",
    component: lazy(() => import("../compare/compare-page.tsx")),
  },
  {
    path: "/fleet",
    name: "fleet",
    icon: Boxes,
    keys: "alt+3",
    component: lazy(() => import("../fleet/fleet-page.tsx")),
  },
  {
    path: "/texts",
    name: "texts",
    icon: Sigma,
    keys: "alt+4",
    component: lazy(() => import("../texts/texts-page.tsx")),
  },
  {
    path: "/wire",
    name: "wire",
    icon: ArrowLeftRight,
    keys: "alt+5",
    component: lazy(() => import("../wire/wire-page.tsx")),
  },
];
