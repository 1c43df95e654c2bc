import { createFleet } from "@modelfleet/client/node";
import { type BenchPlanOptions, readBenchPlan } from "../bench/bench-plan.ts";
import { benchReport } from "../bench/bench-report.ts";
import { BenchResults } from "../bench/bench-results.ts";
import { progressBar } from "../bench/progress-bar.ts";
import { reportLines } from "../bench/report-lines.ts";
import { type LoadPlan, runLoad } from "../bench/run-load.ts";
import { chooseChatModel } from "../chat/chat-models.ts";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { say } from "../terminal/talk.ts";
import { terminalSize } from "../terminal/terminal-size.ts";

export interface BenchOptions extends GlobalOptions, BenchPlanOptions {
  modelName?: string;
  json?: boolean;
}

/** Loads a model with parallel chats, and reports how fast it is. */
export async function bench(options: BenchOptions): Promise<ExitCode> {
  const { prompt, maxNewTokens, ...load } = await readBenchPlan(options);
  const signal = interruptSignal();
  const { address, token } = await chooseController(options, signal);
  const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token });
  try {
    const model = await chooseChatModel(fleet, options.modelName, address, signal);
    const plan: LoadPlan = { ...load, question: { model, prompt, maxNewTokens } };
    if (!options.json) say(`${stripToLine(model)} at ${address}, ${plan.parallel} chats in parallel`);
    const results = new BenchResults();
    const begunAt = performance.now();
    {
      using _progress = progressBar(plan, results, process.stderr);
      await runLoad(fleet, plan, results, signal);
    }
    const report = benchReport(plan, results, performance.now() - begunAt);
    const { stdout } = process;
    if (options.json) stdout.write(`${jsonForTerminals(report)}\n`);
    else {
      const width = stdout.isTTY ? terminalSize(stdout).columns : 80;
      stdout.write(`${(await reportLines(report, results.firstToken.values, width)).join("\n")}\n`);
    }
    return signal.aborted ? exitCodes.interrupted : results.exitCode;
  } finally {
    await fleet.close();
  }
}
