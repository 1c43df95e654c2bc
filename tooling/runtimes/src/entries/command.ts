// Node, Bun and Deno: `command.ts <target as JSON>` prints the report. The process must then end by itself: the
// client leaves nothing running.
import process from "node:process";
import { checks } from "../smoke/checks.ts";
import type { SmokeTarget } from "../smoke/report.ts";
import { runSmoke } from "../smoke/run-smoke.ts";

const target = JSON.parse(process.argv[2] ?? "") as SmokeTarget;
process.stdout.write(`${JSON.stringify(await runSmoke(checks, target))}\n`);
