import type { ConfigSection } from "../config/config-section.ts";
import { ownControllers } from "../controller/known-controllers.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface ControllerOptions extends GlobalOptions {
  controllerAddr?: string;
}

export interface NamedController {
  /** One or several, separated by commas. */
  address: string;
  token?: string | undefined;
}

/**
 * The controller of a server that is to run: that which was named, one of one's own in the background, or the default.
 * Unlike for a question, one that is not there yet will do.
 */
export async function controllerOf(
  options: ControllerOptions,
  section: ConfigSection | undefined,
  token: string | undefined,
): Promise<NamedController> {
  const { CONTROLLER_ADDRESS } = process.env;
  const inFile = section?.text("controller_addr");
  const named = options.controllerAddr ?? options.address ?? inFile ?? (CONTROLLER_ADDRESS || undefined);
  return {
    address: named ?? (await ownControllers())[0]?.address ?? "http://127.0.0.1:8000",
    token,
  };
}
