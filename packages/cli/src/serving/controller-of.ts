import type { ConfigSection } from "../config/config-section.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface ControllerOptions extends GlobalOptions {
  controllerAddr?: string;
}

export interface NamedController {
  /** One or several, separated by commas. */
  address: string;
  token?: string | undefined;
}

/** The controller of a server that is to run: unlike for a question, one that is not there yet will do. */
export function controllerOf(options: ControllerOptions, section?: ConfigSection): NamedController {
  const { CONTROLLER_ADDRESS, MODELFLEET_TOKEN } = process.env;
  const inFile = section?.text("controller_addr");
  const named = options.controllerAddr ?? options.address ?? inFile;
  return {
    address: named ?? (CONTROLLER_ADDRESS || "http://127.0.0.1:8000"),
    token: MODELFLEET_TOKEN || undefined,
  };
}
