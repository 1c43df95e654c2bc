import { ControllerUnavailableError, ModelfleetError } from "@modelfleet/core";

export function isUnreachable(error: unknown): boolean {
  return ModelfleetError.isInstance(error, "connection_failed") || ModelfleetError.isInstance(error, "timeout");
}

/** What to throw when every controller failed, with what each of them failed with. */
export function controllersUnavailable(errors: readonly unknown[]): unknown {
  const [first] = errors;
  // A single controller that answered, though not with what it should, says more by its own error.
  if (errors.length === 1 && !isUnreachable(first)) return first;
  const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error))).join("\n  ");
  return new ControllerUnavailableError(
    `No controller answered. Start one, or check the address.\n  ${reasons}`,
    errors,
  );
}
