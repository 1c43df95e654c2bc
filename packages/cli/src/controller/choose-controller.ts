import type { GlobalOptions } from "../global-options.ts";
import { sayAside } from "../terminal/talk.ts";
import { findController } from "./find-controller.ts";
import { ownToken } from "./tokens.ts";

export interface ChosenController {
  /** One or several, separated by commas. */
  address: string;
  token?: string | undefined;
}

/** The cluster that a command is about. */
export async function chooseController(options: GlobalOptions, signal: AbortSignal): Promise<ChosenController> {
  const { CONTROLLER_ADDRESS } = process.env;
  const found = await findController({ address: options.address, environment: CONTROLLER_ADDRESS, signal });
  const token = ownToken();
  if (options.verbose) {
    sayAside(`Controller: ${found.address} (from ${found.source})${token ? ", with MODELFLEET_TOKEN" : ""}`);
  }
  return { address: found.address, token };
}
