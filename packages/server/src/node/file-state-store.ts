import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { InvalidInputError } from "@modelfleet/core";
import * as v from "valibot";
import type { ModelStateStore, StoredModel } from "../manager/model-state-store.ts";

const stateSchema: v.GenericSchema<unknown, { models: StoredModel[] }> = v.object({
  version: v.literal(1),
  models: v.array(
    v.object({
      model: v.string(),
      workerType: v.picklist(["llm", "text2vec", "reranker"]),
      params: v.record(v.string(), v.unknown()),
      stopped: v.optional(v.boolean()),
    }),
  ),
});

/**
 * Remembers models in a file of JSON. It is written as a whole beside its place and then moved there, so that a crash
 * leaves the old one or the new one. Only its owner may read it: params may hold keys.
 *
 * `load` throws InvalidInputError for a file that is not as it was written.
 */
export function fileStateStore(path: string): ModelStateStore {
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(path, "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
      const result = v.safeParse(stateSchema, parsed(text));
      if (result.success) return result.output.models;
      throw new InvalidInputError(
        `The state file ${path} is not as modelfleet writes it. Mend it, or remove it to forget the models in it.`,
      );
    },
    async save(models) {
      await mkdir(dirname(path), { recursive: true });
      const beside = `${path}.${randomUUID()}.tmp`;
      try {
        const file = await open(beside, "wx", 0o600);
        try {
          await file.writeFile(`${JSON.stringify({ version: 1, models }, undefined, 2)}\n`);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
