import { quantile } from "../quantile.ts";
import type { OverloadResult, Room } from "./overload.ts";

/** What must hold of an overload and did not, in words; however slow the machine. */
export function brokenBy(result: OverloadResult, { concurrency, maxWaiting }: Room): string[] {
  const { way, account, mostRunning, mostWaiting } = result;
  const { asked, accounted, whole, refusals, violations } = account;
  const broken = violations.map((violation) => `${way}: ${violation}`);
  const claim = (holds: boolean, otherwise: string): void => {
    if (!holds) broken.push(`${way}: ${otherwise}`);
  };
  claim(asked === accounted, `${asked} were asked and ${accounted} accounted for`);
  claim(refusals.length > 0, "nobody was refused: this was no overload");
  claim(mostRunning <= concurrency, `${mostRunning} ran at once on a worker for ${concurrency}`);
  claim(mostWaiting <= maxWaiting, `${mostWaiting} waited at once for a worker that lets ${maxWaiting} wait`);
  claim(mostWaiting > 0, "nobody waited");
  // One more try elsewhere, and no walk through the fleet.
  const tries = 2 * refusals.length + whole;
  claim(result.refusedByWorkers <= tries, `workers refused ${result.refusedByWorkers}, more than two for each request`);
  claim(result.left === 0, `${result.left} still run or wait when all have their answers`);
  for (const { name, tookMs, failures } of result.probed) {
    claim(failures.length === 0, `${failures.length} failures of /health of ${name}: ${failures[0]}`);
    claim(tookMs.length > 0, `/health of ${name} was never answered`);
  }
  return broken;
}

/** So much longer than what is worked out may anything take: the machine has other things to do. */
const generous = 3;
const atOnceMs = 1_000;
const recoveryMs = 10_000;

/** What took too long, in words: for a machine that does nothing else. */
export function lateBy(result: OverloadResult): string[] {
  const { way, account, before, after, longestWait, recoveredAfter, probed } = result;
  const late: string[] = [];
  const claim = (what: string, tookMs: number, limitMs: number): void => {
    if (tookMs > limitMs) late.push(`${way}: ${what} took ${tookMs.toFixed(0)} ms, limit ${limitMs.toFixed(0)}`);
  };
  claim("first words", quantile(account.firstWords, 1), generous * longestWait + atOnceMs);
  claim("99 of 100 refusals", quantile(account.refusals, 0.99), atOnceMs);
  claim("recovery", recoveredAfter, recoveryMs);
  claim("first words for one alone, after it,", after, generous * before + 100);
  for (const { name, tookMs } of probed) claim(`99 of 100 of /health of ${name}`, quantile(tookMs, 0.99), atOnceMs);
  return late;
}
