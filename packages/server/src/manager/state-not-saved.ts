/** What an operator asked for is done, and would be forgotten with a restart. */
export class StateNotSaved extends Error {
  override readonly name = "StateNotSaved";

  constructor(cause: unknown) {
    // What a system says of a file may name it; its code does not.
    const { code } = (cause ?? {}) as { code?: unknown };
    const reason = typeof code === "string" ? ` (${code === "ENOSPC" ? "its disk is full, ENOSPC" : code})` : "";
    super(
      `It is done, but the server could not save its list of models${reason}: after a restart it goes on from the list ` +
        "before this. See to the place of its state file; the next start, stop or update saves this one too.",
      { cause },
    );
  }
}
