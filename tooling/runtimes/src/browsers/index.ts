import { chromium } from "./chromium.ts";
import { firefox } from "./firefox.ts";
import type { Engine } from "./tab.ts";
import { webkit } from "./webkit.ts";

export { pageProblems, problemsScript } from "./page-problems.ts";
export type { Engine, Tab } from "./tab.ts";

export const engines: readonly Engine[] = [chromium, firefox, webkit];
