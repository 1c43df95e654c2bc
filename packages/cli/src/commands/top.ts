import { ModelRegistryClient } from "@modelfleet/client";
import { createNodeTransport } from "@modelfleet/transport/node";
import { chooseController } from "../controller/choose-controller.ts";
import { connectOptions } from "../controller/connect-options.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { canDraw } from "../terminal/can-draw.ts";

export interface TopOptions extends GlobalOptions {
  modelName?: string;
  interval?: string;
  once?: boolean;
  json?: boolean;
  watch?: boolean;
}

/** The fleet at work: on the whole screen of a terminal, as lines elsewhere. */
export async function top(options: TopOptions): Promise<ExitCode> {
  const { modelName: filter = "", once = false, json = false, watch = false } = options;
  const intervalMs = readInterval(options.interval);
  const signal = interruptSignal();
  const { address, token } = await chooseController(options, signal);
  const transport = createNodeTransport({ ...connectOptions(), token });
  const registry = new ModelRegistryClient({ transport, controller: address });
  const plan = { registry, transport, intervalMs, signal, address, filter };
  try {
    if (canDraw(process.stdout) && !once && !json && !watch) {
      // A wrong address is said where it can be read later.
      await registry.getAllModelInstances({ signal });
      const { liveTop } = await import("../top/live-top.ts");
      await liveTop(plan);
    } else {
      const { printedTop } = await import("../top/printed-top.ts");
      await printedTop({ ...plan, json, watch });
    }
    return exitCodes.ok;
  } finally {
    await transport.close();
  }
}

/** @throws CommandError */
function readInterval(text = "1"): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds >= 0.1 && seconds <= 3_600) return seconds * 1000;
  throw new CommandError(
    `--interval ${JSON.stringify(text)} is no time: give seconds from 0.1 to 3600.`,
    exitCodes.usage,
  );
}
