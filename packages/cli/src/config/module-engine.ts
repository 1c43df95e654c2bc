import { pathToFileURL } from "node:url";
import { InvalidInputError, type ModelWorker, type ParameterDescription } from "@modelfleet/core";
import type { EngineFactory, EngineModel } from "@modelfleet/server";

/** Whether a provider is a path of a module and not a name. */
export function isModulePath(provider: string): boolean {
  return /^\.{0,2}[\\/]|\.[cm]?[jt]s$/.test(provider);
}

/**
 * The engine of a user's own: what the module exports as its default makes a `ModelWorker`, and is told of the model
 * that it is for. What it exports as `descriptions` are the parameters that its models take, as workers show them.
 *
 * @param path absolute
 * @throws Error that says what is wrong with the module
 */
export async function loadModuleEngine(path: string): Promise<EngineFactory> {
  const { default: make, descriptions } = (await importModule(path)) as { default?: unknown; descriptions?: unknown };
  if (typeof make !== "function") {
    throw new Error("has no default export that is a function: export default (model) => defineEngine({ ... })");
  }
  return {
    ...(descriptions !== undefined && { parameters: readDescriptions(descriptions) }),
    async create(model: EngineModel): Promise<ModelWorker> {
      const worker: unknown = await make(model);
      if (isWorker(worker)) return worker;
      throw new InvalidInputError(`The engine ${path} made no ModelWorker: return what defineEngine gives.`);
    },
  };
}

/** @throws Error that says which of them is wrong */
function readDescriptions(given: unknown): ParameterDescription[] {
  if (!Array.isArray(given)) throw new Error("exports descriptions that are no list of parameters");
  return given.map((each: unknown, index) => {
    const { paramName, ...rest } = (each ?? {}) as Partial<ParameterDescription>;
    if (typeof paramName !== "string" || !/^\w+$/.test(paramName)) {
      throw new Error(`exports descriptions of which number ${index + 1} has no paramName, such as "api_base"`);
    }
    return { required: false, isArray: false, ...rest, paramName };
  });
}

async function importModule(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Error(`could not be loaded: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isWorker(value: unknown): value is ModelWorker {
  const methods = ["start", "stop", "generateStream", "generate", "embeddings", "countToken", "getModelMetadata"];
  return (
    typeof value === "object" &&
    value !== null &&
    methods.every((name) => typeof Reflect.get(value, name) === "function")
  );
}
