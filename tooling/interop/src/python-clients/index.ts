import type { Section } from "../check.ts";
import { ourApiChecks, theirApiChecks } from "./api-checks.ts";
import { commandChecks } from "./command-checks.ts";
import { failureChecks } from "./failure-checks.ts";
import { gatewayChecks, newFormChecks } from "./form-checks.ts";
import { generateChecks } from "./generate-checks.ts";
import { llmClientChecks } from "./llm-client-checks.ts";
import { ourWorkerChecks, sharedModelChecks, theirWorkerChecks } from "./mixed-checks.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { embeddingChecks, modelChecks } from "./model-checks.ts";
import { operatorChecks } from "./operator-checks.ts";
import { registryChecks } from "./registry-checks.ts";

/** In the order in which they run. */
export const sections: readonly Section<MixedCluster>[] = [
  { title: "ModelRegistryClient", checks: registryChecks },
  { title: "RemoteWorkerManager", checks: [...modelChecks, ...generateChecks] },
  { title: "RemoteWorkerManager, operators", checks: operatorChecks },
  { title: "The dbgpt command", checks: commandChecks },
  { title: "RemoteLLMClient", checks: llmClientChecks },
  { title: "Remote embeddings and rerankers", checks: embeddingChecks },
  { title: "Our worker in the form of 0.7", checks: newFormChecks },
  { title: "Our gateway before both workers", checks: gatewayChecks },
  { title: "One model on a Python and a TypeScript worker", checks: sharedModelChecks },
  { title: "Their worker with our controller", checks: theirWorkerChecks },
  { title: "Our worker with their controller", checks: ourWorkerChecks },
  { title: "Their API server before our worker", checks: theirApiChecks },
  { title: "Our API server before their worker", checks: ourApiChecks },
  { title: "Failures of either kind", checks: failureChecks },
];
