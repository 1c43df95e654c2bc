import { join } from "node:path";
import type { ModelStateStore } from "@modelfleet/server";
import { fileStateStore } from "@modelfleet/server/node";
import { foldersOf } from "../folders.ts";

/** The servers that run models. */
export type ServerWithModels = "fleet" | "worker";

/**
 * Remembers the models that were started at run time on this server: those of the same kind and port come back.
 *
 * @param port asked when something is read or written, by when it is known
 */
export function modelState(server: ServerWithModels, port: () => number): ModelStateStore {
  const store = (): ModelStateStore => fileStateStore(join(foldersOf().state, "models", `${server}-${port()}.json`));
  return { load: () => store().load(), save: (models) => store().save(models) };
}
