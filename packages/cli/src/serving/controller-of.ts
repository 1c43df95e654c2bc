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
export function controllerOf({ controllerAddr, address }: ControllerOptions): NamedController {
  const { CONTROLLER_ADDRESS, MODELFLEET_TOKEN } = process.env;
  return {
    address: controllerAddr ?? address ?? (CONTROLLER_ADDRESS || "http://127.0.0.1:8000"),
    token: MODELFLEET_TOKEN || undefined,
  };
}
