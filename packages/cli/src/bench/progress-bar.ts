import { canDraw } from "../terminal/can-draw.ts";
import { terminalSize } from "../terminal/terminal-size.ts";
import type { BenchResults } from "./bench-results.ts";
import type { LoadPlan } from "./run-load.ts";
import { digits } from "./time-text.ts";

const intervalMs = 200;

/** How far a load is, on a terminal; elsewhere nothing. Disposing it takes it away. */
export function progressBar(plan: LoadPlan, results: BenchResults, stream: NodeJS.WriteStream): Disposable {
  if (!canDraw(stream)) return { [Symbol.dispose]() {} };
  const begunAt = performance.now();
  const draw = (): void => {
    const text = progressText(plan, results, performance.now() - begunAt, terminalSize(stream).columns);
    stream.write(`\r${text}\x1b[K`);
  };
  const timer = setInterval(draw, intervalMs);
  draw();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      stream.write("\r\x1b[K");
    },
  };
}

export function progressText(
  { total, durationMs }: LoadPlan,
  { answered, failed, running, tokens }: BenchResults,
  elapsedMs: number,
  columns: number,
): string {
  const done = answered + failed;
  const share = Math.min(1, Number.isFinite(total) ? done / total : elapsedMs / durationMs);
  const goal = Number.isFinite(total) ? `${done}/${total}` : `${done}, ${Math.floor(elapsedMs / 1000)} s`;
  const speed = elapsedMs > 0 ? digits((tokens / elapsedMs) * 1000) : "0";
  const facts = ` ${goal} · ${running} running${failed > 0 ? ` · ${failed} failed` : ""} · ${speed} tokens/s`;
  const width = Math.max(0, Math.min(30, columns - facts.length - 1));
  const filled = Math.round(share * width);
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}${facts}`.slice(0, columns - 1);
}
