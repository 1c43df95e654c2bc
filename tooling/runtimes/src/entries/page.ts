// Browsers: a page with the target in its query; the harness awaits `smokeReport`.
import { checks } from "../smoke/checks.ts";
import { checksWithoutCors } from "../smoke/checks-without-cors.ts";
import type { SmokeReport, SmokeTarget } from "../smoke/report.ts";
import { runSmoke } from "../smoke/run-smoke.ts";

const query = new URLSearchParams(location.search);
const target = JSON.parse(query.get("target") ?? "") as SmokeTarget;
const suite = query.has("withoutCors") ? checksWithoutCors : checks;

(globalThis as { smokeReport?: Promise<SmokeReport> }).smokeReport = runSmoke(suite, target);
