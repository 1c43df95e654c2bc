import { examine } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { findingLines, summary } from "../doctor/show-findings.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { style } from "../terminal/style.ts";
import { terminalSize } from "../terminal/terminal-size.ts";

export interface DoctorOptions extends GlobalOptions {
  modelName?: string;
  json?: boolean;
}

/** Looks for what stands in the way of a cluster, and says what to do. */
export async function doctor(options: DoctorOptions): Promise<ExitCode> {
  const { stdout } = process;
  const findings: Finding[] = [];
  for await (const finding of examine(options, interruptSignal())) {
    findings.push(finding);
    if (options.json) continue;
    const lines = await findingLines(finding, stdout.isTTY ? terminalSize(stdout).columns : Number.POSITIVE_INFINITY);
    stdout.write(`${lines.join("\n")}\n`);
  }
  if (options.json) stdout.write(`${jsonForTerminals(findings)}\n`);
  else stdout.write(`\n${style("bold", summary(findings), stdout)}\n`);
  if (!findings.some(({ level }) => level === "problem")) return exitCodes.ok;
  return findings.some(({ check, level }) => check === "controller" && level === "ok")
    ? exitCodes.failed
    : exitCodes.unreachable;
}
