import { open } from "node:fs/promises";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { providers, type ServedModel } from "./served-model.ts";

/** What can be wrong with models before they are loaded, so that it is said before anything listens. @throws CommandError */
export async function checkModels(models: readonly ServedModel[]): Promise<void> {
  checkNames(models);
  for (const { params } of models) {
    if (params.provider === providers.llamaCpp && !isRemotePath(String(params.path))) {
      await checkModelFile(String(params.path));
    }
  }
}

function checkNames(models: readonly ServedModel[]): void {
  const sources = new Map<string, string>();
  for (const { name, workerType, source } of models) {
    const key = `${name}@${workerType}`;
    const other = sources.get(key);
    if (other !== undefined) {
      throw new CommandError(
        `Two models have the name ${name}: ${other} and ${source}. Leave one of them out.`,
        exitCodes.usage,
      );
    }
    sources.set(key, source);
  }
}

/** Such as `hf:…`, which is downloaded. One letter before the colon is a drive. */
export function isRemotePath(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(path);
}

const magic = "GGUF";

async function checkModelFile(path: string): Promise<void> {
  const head = Buffer.alloc(magic.length);
  try {
    await using file = await open(path);
    await file.read(head, 0, head.length, 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "There is no model file at" : "The model file cannot be read:";
    throw new CommandError(`${reason} ${path}${code === "ENOENT" ? "" : ` (${code})`}`, exitCodes.failed);
  }
  if (head.toString("latin1") !== magic) {
    throw new CommandError(`${path} is not a GGUF model file, whatever its name says.`, exitCodes.failed);
  }
}
