import { ModelRegistryClient } from "@modelfleet/client";
import { createNodeTransport } from "@modelfleet/transport/node";
import { chooseController } from "../controller/choose-controller.ts";
import { connectOptions } from "../controller/connect-options.ts";
import { workerUrl } from "../controller/worker-url.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { checkControllers } from "./check-controllers.ts";
import { checkNode, checkProxies } from "./check-environment.ts";
import { checkModels } from "./check-models.ts";
import { checkStreaming } from "./check-streaming.ts";
import { checkWorkers } from "./check-workers.ts";
import type { DoctorContext } from "./doctor-context.ts";
import { type Finding, problem } from "./finding.ts";

export interface ExamineOptions extends GlobalOptions {
  /** A chat model to ask something, to see whether its answer streams. */
  modelName?: string | undefined;
}

/** Everything that `doctor` looks at, in its order, as it is found. Rejects only with the signal's reason. */
export async function* examine(options: ExamineOptions, signal: AbortSignal): AsyncGenerator<Finding> {
  yield checkNode(process.version);
  let chosen: { address: string; token?: string | undefined };
  try {
    chosen = await chooseController(options, signal);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const [message = "", ...advice] = error.message.split("\n");
    yield checkProxies([], process.env);
    yield problem("controller", message.replace(/\. Tried:$/, ""), advice.join("\n"));
    return;
  }
  const { address, token } = chosen;
  const transport = createNodeTransport({ ...connectOptions(), token });
  try {
    yield* examineCluster(address, options.modelName, { transport, token, signal });
  } finally {
    await transport.close();
  }
}

async function* examineCluster(
  address: string,
  model: string | undefined,
  context: DoctorContext,
): AsyncGenerator<Finding> {
  const { controllers } = new ModelRegistryClient({ transport: context.transport, controller: address });
  const checked = await checkControllers(controllers, context);
  const { instances } = checked;
  yield checkProxies(
    [...controllers, ...(instances ?? []).map(workerUrl).filter((url) => URL.canParse(url))],
    process.env,
  );
  yield* checked.findings;
  if (!instances) return;
  yield* checkModels(instances);
  yield* await checkWorkers(instances, checked.local, context);
  if (model !== undefined) yield* await checkStreaming(model, instances, context);
}
