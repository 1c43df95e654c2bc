// workerd: a request with the target in its query is answered with the report.
import { checks } from "../smoke/checks.ts";
import type { SmokeTarget } from "../smoke/report.ts";
import { runSmoke } from "../smoke/run-smoke.ts";

const worker: { fetch(request: Request): Promise<Response> } = {
  async fetch(request) {
    const target = JSON.parse(new URL(request.url).searchParams.get("target") ?? "") as SmokeTarget;
    return Response.json(await runSmoke(checks, target));
  },
};

export default worker;
