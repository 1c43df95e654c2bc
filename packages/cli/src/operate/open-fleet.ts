import type { Fleet } from "@modelfleet/client";
import { createFleet } from "@modelfleet/client/node";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface OpenFleet extends AsyncDisposable {
  fleet: Fleet;
  /** The controller, or several separated by commas. */
  address: string;
  token: string | undefined;
}

/** Loading a model may mean downloading it: whoever waits can press Ctrl-C. */
const patientMs = 6 * 60 * 60 * 1000;
const questionMs = 30_000;

/** @param patient for what loads a model, which is answered when it is done */
export async function openFleet(
  options: GlobalOptions,
  signal: AbortSignal,
  { patient = false }: { patient?: boolean } = {},
): Promise<OpenFleet> {
  const { address, token } = await chooseController(options, signal);
  const timeouts = { connectMs: 5_000, firstFrameMs: patient ? patientMs : questionMs, idleMs: questionMs };
  const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token, timeouts });
  return { fleet, address, token, [Symbol.asyncDispose]: () => fleet.close() };
}
