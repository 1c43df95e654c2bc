import type { ClusterState, Worker } from "./cluster-state.ts";
import { internalServerError, json } from "./http-answer.ts";
import { modelType, type StandInModel } from "./model.ts";
import { PythonFloat } from "./python-json.ts";
import { type LoadedModel, modelKey } from "./worker-models.ts";

interface StartupBody {
  model: string;
  worker_type: "llm" | "text2vec" | "reranker";
  params: Record<string, unknown>;
  delete_after?: boolean | null;
}

interface ApplyBody {
  model: string;
  worker_type?: string;
  apply_type: "start" | "stop" | "restart" | "update_params";
  params?: Record<string, unknown>;
}

function stop(state: ClusterState, worker: Worker, loaded: LoadedModel, remove: boolean): void {
  worker.models.stop(loaded);
  state.withdraw(worker, loaded, remove || state.options.stoppedRows === "remove");
}

function start(state: ClusterState, worker: Worker, loaded: LoadedModel): void {
  loaded.running = true;
  state.announce(worker, loaded);
}

/** `POST models/startup`: a model that the cluster knows, or a new one that says what it was asked. */
export function startModel(state: ClusterState, worker: Worker, body: StartupBody): Response {
  const asked: StandInModel = { name: body.model, type: body.worker_type };
  const key = modelKey(asked, state.traits);
  if (worker.models.get(key)?.running) return internalServerError();
  const known = state.options.models.find((model) => modelKey(model, state.traits) === key);
  start(state, worker, worker.models.add(known ?? asked, false, body.params));
  return json(null);
}

/** `POST models/shutdown`. */
export function shutModel(state: ClusterState, worker: Worker, body: StartupBody): Response {
  const loaded = worker.models.get(modelKey({ name: body.model, type: body.worker_type }, state.traits));
  if (!loaded) return internalServerError();
  if (state.options.shutdown === "upstream" && state.traits.content) {
    // The controller refuses the deregistration that carries `remove_from_registry=None`, and nothing after it is done.
    loaded.running = false;
    return internalServerError();
  }
  stop(state, worker, loaded, body.delete_after === true);
  worker.models.forget(loaded);
  return json(null);
}

function applied(state: ClusterState, worker: Worker, loaded: LoadedModel, action: string): Response {
  const where = `${worker.server.host}:${worker.server.port}`;
  // Behind the name stands the provider, up to 0.6 the kind of model, where one expects the worker type.
  const old = modelType(loaded.model) === "llm" ? "huggingface" : "text2vec";
  const provider = state.traits.content ? "stand-in" : old;
  const message = `model ${loaded.model.name}@${provider}(${where}) ${action} successfully`;
  return json({ message, success: true, timecost: new PythonFloat(0.001) });
}

/**
 * `POST apply`. An exception, such as that of a restart which starts what the stop has forgotten, is a bare 500.
 *
 * Source: `LocalWorkerManager.worker_apply` in DB-GPT's `model/cluster/worker/manager.py`.
 */
export function applyToModel(state: ClusterState, worker: Worker, body: ApplyBody): Response {
  const type = (body.worker_type ?? "llm") as "llm" | "text2vec" | "reranker";
  const key = modelKey({ name: body.model, type }, state.traits);
  const loaded = worker.models.get(key);
  if (!loaded) return internalServerError();
  const restart = (): boolean => {
    stop(state, worker, loaded, false);
    const kept = worker.models.get(key);
    if (kept) start(state, worker, kept);
    return kept !== undefined;
  };
  switch (body.apply_type) {
    case "start":
      start(state, worker, loaded);
      return applied(state, worker, loaded, "start");
    case "stop":
      stop(state, worker, loaded, false);
      return applied(state, worker, loaded, "stop");
    case "restart":
      return restart() ? applied(state, worker, loaded, "start") : internalServerError();
    case "update_params": {
      const changes = Object.entries(body.params ?? {}).filter(([name, value]) => loaded.params[name] !== value);
      Object.assign(loaded.params, body.params);
      if (changes.length > 0 && !restart()) return internalServerError();
      const message = `Update worker params ${changes.length > 0 ? "and restart " : ""}successfully`;
      return json({ message, success: true, timecost: new PythonFloat(0.001) });
    }
  }
}
