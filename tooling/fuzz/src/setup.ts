import fc from "fast-check";
import { fixedSeed } from "./fixed-seed.ts";

const seed = Number(process.env.FUZZ_SEED ?? fixedSeed);
const numRuns = Number(process.env.FUZZ_RUNS ?? 1_000);
/** A case that takes longer hangs. */
const caseMs = 20_000;

// In each file, so that each can be repeated by itself.
process.stdout.write(`FUZZ_SEED=${seed} FUZZ_RUNS=${numRuns}\n`);
fc.configureGlobal({ seed, numRuns, timeout: caseMs });
