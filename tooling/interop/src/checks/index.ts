import type { Section } from "../check.ts";
import { answerChecks } from "./answer-checks.ts";
import { endingChecks } from "./ending-checks.ts";
import { failureChecks } from "./failure-checks.ts";
import { fleetSection } from "./fleet-checks.ts";
import { leavingChecks } from "./leaving-checks.ts";
import { lifecycleChecks } from "./lifecycle-checks.ts";
import { llmClientChecks } from "./llm-client-checks.ts";
import { managerChecks } from "./manager-checks.ts";
import { refusalChecks } from "./refusal-checks.ts";
import { registryChecks } from "./registry-checks.ts";
import { unaidedChecks } from "./unaided-checks.ts";
import { workerChecks } from "./worker-checks.ts";

/** In the order in which they run: the last ones break the cluster. */
export const sections: readonly Section[] = [
  fleetSection("createFleet", ({ fleet }) => fleet),
  fleetSection("createFleet over /node", ({ nodeFleet }) => nodeFleet),
  { title: "createFleet, operators", checks: lifecycleChecks },
  { title: "RemoteWorkerManager", checks: managerChecks },
  { title: "ModelRegistryClient", checks: registryChecks },
  { title: "RemoteModelWorker", checks: workerChecks },
  { title: "LLM clients", checks: llmClientChecks },
  { title: "Answers", checks: answerChecks },
  { title: "Failures", checks: failureChecks },
  { title: "Leaving early", checks: leavingChecks },
  { title: "Refusals", checks: refusalChecks },
  { title: "Upstream's own faults", checks: unaidedChecks },
  { title: "Endings", checks: endingChecks },
];
