import { bun } from "./bun.ts";
import { chromium, chromiumSelfContained, chromiumWithoutCors } from "./chromium.ts";
import { deno } from "./deno.ts";
import { node22, node24 } from "./node.ts";
import type { Runtime } from "./runtime.ts";
import { workerd } from "./workerd.ts";

export type { Runtime } from "./runtime.ts";

/** The whole suite runs in each of these. */
export const runtimes: readonly Runtime[] = [node22, node24, bun, deno, workerd, chromium, chromiumSelfContained];

/** What only a page can meet. */
export const withoutCors: readonly Runtime[] = [chromiumWithoutCors];
