import { ControllerUnavailableError, ModelfleetError } from "@modelfleet/core";

/** Why the controller at an address could not be used, in a line that stands beside the address. */
export function reasonOf(error: unknown): string {
  // The error of a list of controllers, of which there is one.
  if (error instanceof ControllerUnavailableError) return reasonOf(error.errors[0]);
  if (ModelfleetError.isInstance(error, "connection_failed")) {
    const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
    return code === "ECONNREFUSED" ? "nothing listens there" : `no connection${code ? ` (${code})` : ""}`;
  }
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
}
