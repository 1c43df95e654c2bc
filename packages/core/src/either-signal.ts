const nothing = (): void => {};

/**
 * A signal that is aborted with either of two. Node 24 keeps one with a time limit for good once it is combined with
 * another, unless a listener of it leaves.
 *
 * @param given which may have such a limit
 */
export function eitherSignal(given: AbortSignal, own: AbortSignal): AbortSignal {
  const both = AbortSignal.any([given, own]);
  given.addEventListener("abort", nothing);
  given.removeEventListener("abort", nothing);
  return both;
}
