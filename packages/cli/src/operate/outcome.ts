import { type ModelInstanceAddress, splitWorkerKey } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, exitCodeOf } from "../failure.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { style } from "../terminal/style.ts";
import type { Column } from "../terminal/table-column.ts";
import { sayError } from "../terminal/talk.ts";

/** What became of one instance. */
export interface Outcome {
  instance: ModelInstanceAddress;
  success: boolean;
  message: string;
  /** Seconds; -1 where it was not measured. */
  timecost: number;
  error?: unknown;
  /** The command that starts a model again which a restart has lost. */
  startAgain?: string;
}

/** Tells the outcomes: what failed on standard error too, and in whole. */
export async function tellOutcomes(outcomes: readonly Outcome[], json = false): Promise<ExitCode> {
  if (json) process.stdout.write(`${jsonForTerminals(outcomes.map(outcomeRow))}\n`);
  else await printTable(columns, outcomes);
  const failed = outcomes.filter(({ success }) => !success);
  for (const { message } of failed) sayError(message);
  // The first that went wrong speaks for the others, where they went wrong in other ways.
  const codes = failed.map(({ error }) => (error === undefined ? exitCodes.failed : exitCodeOf(error)));
  return codes[0] ?? exitCodes.ok;
}

/** Does something to one instance. What fails is an outcome; what was interrupted is thrown. */
export async function outcomeOf(
  instance: ModelInstanceAddress,
  done: string,
  act: () => Promise<void>,
  signal: AbortSignal,
): Promise<Outcome> {
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  try {
    await act();
    return { instance, success: true, message: done, timecost: seconds() };
  } catch (error) {
    signal.throwIfAborted();
    return { instance, success: false, message: failureText(error), timecost: seconds(), error };
  }
}

/** DB-GPT's workers answer a bare 500 to whatever goes wrong. */
export function failureText(error: unknown): string {
  const text = describeError(error);
  return /: status 500$/.test(text) ? `${text}. The worker does not say why: its log does.` : text;
}

function outcomeRow({ instance, success, message, timecost, startAgain }: Outcome): Record<string, unknown> {
  const { modelName, workerType } = splitWorkerKey(instance.workerKey);
  const { host, port } = instance;
  const row = { modelName, modelType: workerType, host, port, success, message };
  return {
    ...row,
    timecost: timecost < 0 ? null : Math.round(timecost * 1000) / 1000,
    ...(startAgain !== undefined && { startAgain }),
  };
}

/** What messages begin with before they come to what matters: workers' own, and those of failed requests. */
const said = /^(?:model \S+\(\S+\) |[A-Z]+ https?:\S+ status \d+: )/;

const columns: readonly Column<Outcome>[] = [
  { title: "NAME", cell: ({ instance }) => stripToLine(splitWorkerKey(instance.workerKey).modelName), minWidth: 12 },
  { title: "TYPE", cell: ({ instance }) => stripToLine(splitWorkerKey(instance.workerKey).workerType) },
  { title: "HOST", cell: ({ instance }) => stripToLine(instance.host), minWidth: 12 },
  { title: "PORT", cell: ({ instance }) => String(instance.port), alignRight: true },
  {
    title: "RESULT",
    cell: ({ success }) => (success ? "ok" : "failed"),
    paint: (cell, { success }) => style(success ? "green" : "red", cell, process.stdout),
  },
  { title: "TIME", cell: ({ timecost }) => (timecost < 0 ? "" : secondsText(timecost)), alignRight: true },
  {
    title: "MESSAGE",
    cell: firstLine,
    // The name and the address stand there already, and a failure is told in whole below.
    short: { title: "MESSAGE", cell: (outcome) => firstLine(outcome).replace(said, "") },
    minWidth: 20,
  },
];

function firstLine({ message }: Outcome): string {
  return stripToLine(message.split("\n", 1)[0] ?? "");
}

function secondsText(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
