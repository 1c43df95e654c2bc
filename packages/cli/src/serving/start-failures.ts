import type { EngineFactories, EngineFactory } from "@modelfleet/server";
import { CommandError, describeError, exitCodeOf } from "../failure.ts";

/** Knows of errors which model failed to start with them: of several, one must be told which. */
export class StartFailures {
  readonly #names = new WeakMap<object, string>();

  /** The same factories, with their failures noted. */
  noted(factories: EngineFactories): EngineFactories {
    return Object.fromEntries(Object.entries(factories).map(([name, factory]) => [name, this.#noted(factory)]));
  }

  /** The error with the name of the model, where there is one. */
  named(error: unknown): unknown {
    const name = typeof error === "object" && error !== null ? this.#names.get(error) : undefined;
    if (name === undefined) return error;
    return new CommandError(`The model ${name} does not start: ${describeError(error)}`, exitCodeOf(error));
  }

  #noted(factory: EngineFactory): EngineFactory {
    return {
      ...factory,
      create: async (model) => {
        const worker = await factory.create(model);
        const start: typeof worker.start = async (params) => {
          try {
            await worker.start(params);
          } catch (error) {
            if (typeof error === "object" && error !== null) this.#names.set(error, model.name);
            throw error;
          }
        };
        // Not a copy: a worker of a user's own may be of any class.
        return new Proxy(worker, {
          get(target, key) {
            if (key === "start") return start;
            const value: unknown = Reflect.get(target, key, target);
            return typeof value === "function" ? value.bind(target) : value;
          },
        });
      },
    };
  }
}
