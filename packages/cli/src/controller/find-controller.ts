import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { probeController } from "./probe-controller.ts";
import { reasonOf } from "./reason.ts";

/** Where DB-GPT's controllers and webservers (controller and workers in one) listen by default. */
const wellKnownAddresses: readonly string[] = ["http://127.0.0.1:8000", "http://127.0.0.1:5670"];

export interface FoundController {
  /** One or several, separated by commas. */
  address: string;
  /** Who named it. */
  source: string;
}

export interface FindOptions {
  /** `--address`. */
  address?: string | undefined;
  /** `CONTROLLER_ADDRESS`. */
  environment?: string | undefined;
  signal: AbortSignal;
  candidates?: readonly string[];
  probe?: (address: string, signal: AbortSignal) => Promise<void>;
}

/** The address that was given, or the first well-known one at which a controller answers. */
export async function findController(options: FindOptions): Promise<FoundController> {
  const { address, environment, signal, candidates = wellKnownAddresses, probe = probeController } = options;
  if (address !== undefined) return { address, source: "--address" };
  if (environment) return { address: environment, source: "CONTROLLER_ADDRESS" };

  const settled = new AbortController();
  const probing = AbortSignal.any([signal, settled.signal]);
  // All at once, so that a port that swallows connections delays nobody; the order decides.
  const probes = candidates.map((candidate) =>
    probe(candidate, probing).then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    ),
  );
  const reasons: string[] = [];
  try {
    for (const [index, candidate] of candidates.entries()) {
      const reason = await probes[index];
      signal.throwIfAborted();
      if (reason === undefined) return { address: candidate, source: "a well-known port" };
      reasons.push(`  ${candidate}: ${reason}`);
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
