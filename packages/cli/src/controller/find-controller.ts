import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { type Candidate, knownControllers } from "./known-controllers.ts";
import { probeController } from "./probe-controller.ts";
import { reasonOf } from "./reason.ts";

export interface FindOptions {
  /** `--address`. */
  address?: string | undefined;
  /** `CONTROLLER_ADDRESS`. */
  environment?: string | undefined;
  signal: AbortSignal;
  /** Where to look without either. */
  candidates?: () => Promise<readonly Candidate[]>;
  probe?: typeof probeController;
}

/** The address that was given, or the first known one at which a controller answers. */
export async function findController(options: FindOptions): Promise<Candidate> {
  const { address, environment, signal, candidates = knownControllers, probe = probeController } = options;
  if (address !== undefined) return { address, source: "--address" };
  if (environment) return { address: environment, source: "CONTROLLER_ADDRESS" };

  const known = await candidates();
  signal.throwIfAborted();
  const settled = new AbortController();
  const probing = AbortSignal.any([signal, settled.signal]);
  // All at once, so that a port that swallows connections delays nobody; the order decides.
  const probes = known.map(({ address: candidate, running }) =>
    probe(candidate, probing, running).then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    ),
  );
  const reasons: string[] = [];
  try {
    for (const [index, candidate] of known.entries()) {
      const reason = await probes[index];
      signal.throwIfAborted();
      if (reason === undefined) return candidate;
      reasons.push(`  ${candidate.address}: ${reason}`);
    }
  } finally {
    settled.abort();
    await Promise.all(probes);
  }
  throw new CommandError(
    `No controller found. Tried:\n${reasons.join("\n")}\n` +
      "Start one, or give its address with --address or CONTROLLER_ADDRESS.",
    exitCodes.unreachable,
  );
}
