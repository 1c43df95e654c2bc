import { ControllerUnavailableError, ModelfleetError } from "@modelfleet/core";

export function isUnreachable(error: unknown): boolean {
  return ModelfleetError.isInstance(error, "connection_failed") || ModelfleetError.isInstance(error, "timeout");
}

/** What to throw when every controller failed, with what each of them failed with. */
export function controllersUnavailable(errors: readonly unknown[]): unknown {
  const [first] = errors;
  // They answered, though not with what they should, or were not even asked: their own error says more.
  if (!errors.some(isUnreachable)) return first;
  const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error))).join("\n  ");
  return new ControllerUnavailableError(
    `No controller answered. Start one, or check the address.\n  ${reasons}`,
    errors,
  );
}
