import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, exitCodeOf } from "../failure.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import type { MeasuredAnswer } from "./measure-answer.ts";
import { Sample } from "./sample.ts";

/** The most kinds of errors that are told apart. */
const maxErrors = 20;

/** What a load has come to so far. */
export class BenchResults {
  readonly firstToken: Sample = new Sample();
  readonly gaps: Sample = new Sample();
  readonly answers: Sample = new Sample();
  /** Tokens per second of each answer. */
  readonly speeds: Sample = new Sample();
  readonly errors: Map<string, number> = new Map();
  tokens = 0;
  failed = 0;
  /** Begun, and ended by Ctrl-C. */
  cut = 0;
  running = 0;
  exitCode: ExitCode = exitCodes.ok;

  get answered(): number {
    return this.answers.count;
  }

  add({ firstTokenMs, totalMs, tokens, gapsMs }: MeasuredAnswer): void {
    this.firstToken.add(firstTokenMs);
    this.answers.add(totalMs);
    for (const gap of gapsMs) this.gaps.add(gap);
    this.tokens += tokens;
    if (totalMs > 0) this.speeds.add((tokens / totalMs) * 1000);
  }

  fail(error: unknown): void {
    this.failed += 1;
    if (this.exitCode === exitCodes.ok) this.exitCode = exitCodeOf(error);
    const message = stripToLine(describeError(error).split("\n", 1)[0] ?? "");
    const known = this.errors.has(message) || this.errors.size < maxErrors ? message : "other errors";
    this.errors.set(known, (this.errors.get(known) ?? 0) + 1);
  }
}
