import { engines } from "../browsers/index.ts";
import { bun } from "./bun.ts";
import { deno } from "./deno.ts";
import { node22, node24 } from "./node.ts";
import { pages, pageWithoutCors } from "./page.ts";
import type { Runtime } from "./runtime.ts";
import { workerd } from "./workerd.ts";

export type { Runtime } from "./runtime.ts";

/** The whole suite runs in each of these. */
export const runtimes: readonly Runtime[] = [node22, node24, bun, deno, workerd, ...engines.flatMap(pages)];

/** What only a page can meet. */
export const withoutCors: readonly Runtime[] = engines.map(pageWithoutCors);
