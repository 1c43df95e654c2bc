import type { Check } from "./check.ts";
import type { CheckResult, SmokeReport, SmokeTarget } from "./report.ts";

/** A check that hangs must fail by its name, long before the harness gives up on the whole runtime. */
const checkTimeoutMs = 15_000;

/** Runs the checks one after another; none of them stops the others. */
export async function runSmoke(checks: readonly Check[], target: SmokeTarget): Promise<SmokeReport> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const start = performance.now();
    let error: string | undefined;
    try {
      await withTimeout(check.run(target));
    } catch (reason) {
      error = describe(reason);
    }
    const ms = Math.round(performance.now() - start);
    results.push({ name: check.name, ok: error === undefined, ms, ...(error === undefined ? {} : { error }) });
  }
  return { userAgent: navigator.userAgent, results };
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result after ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The chain of causes too: it differs between runtimes, and a failure is read far from where it happened. */
function describe(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const cause = reason.cause === undefined ? "" : ` [cause: ${describe(reason.cause)}]`;
  return `${reason.name}: ${reason.message}${cause}`;
}
