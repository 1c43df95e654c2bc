import type { ModelInstanceAddress } from "@modelfleet/core";
import type { Connection } from "../authorize.ts";
import type { AppOptions } from "../http/guard.ts";

export interface ControllerAppOptions extends AppOptions {
  /**
   * Asked with each registration, heartbeat and goodbye: whether this caller may speak for a worker at this address.
   * False is a 403. All by default, but hosts that no worker can have, such as `0.0.0.0` and link-local addresses, are
   * never registered: a 422.
   */
  allowInstance?: ((address: ModelInstanceAddress, connection: Connection) => boolean) | undefined;
}
