import { open } from "node:fs/promises";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { providers, type ServedModel } from "./served-model.ts";

/** What can be wrong with models before they are loaded, so that it is said before anything listens. @throws CommandError */
export async function checkModels(models: readonly ServedModel[]): Promise<void> {
  checkNames(models);
  for (const model of models) {
    const { provider, path } = model.params;
    if (provider === providers.llamaCpp && !isRemotePath(String(path))) await checkModelFile(String(path), model);
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

async function checkModelFile(path: string, { workerType, source }: ServedModel): Promise<void> {
  const head = Buffer.alloc(512);
  try {
    await using file = await open(path);
    await file.read(head, 0, head.length, 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "There is no model file at" : "The model file cannot be read:";
    throw new CommandError(`${reason} ${path}${code === "ENOENT" ? "" : ` (${code})`}`, exitCodes.failed);
  }
  if (head.toString("latin1", 0, magic.length) !== magic) {
    throw new CommandError(`${path} is not a GGUF model file, whatever its name says.`, exitCodes.failed);
  }
  const architecture = architectureOf(head);
  if (workerType !== "llm" || !/bert|^t5encoder$/.test(architecture)) return;
  const instead = source.startsWith("--model")
    ? `Give it as --model embed:${path}, or rerank:${path}`
    : "Name it under [[models.embeddings]], or [[models.rerankers]]";
  throw new CommandError(
    `${path} (${source}) is no chat model: its architecture is ${architecture}. ${instead}.`,
    exitCodes.usage,
  );
}

const architectureKey = "general.architecture";

/** What the file says first, where llama.cpp's converters wrote it; nothing where it says other things first. */
function architectureOf(head: Buffer): string {
  const at = head.indexOf(architectureKey, 0, "latin1");
  // After the key its type, of four bytes, and the length of the value, of eight.
  const length = at + architectureKey.length + 4;
  if (at < 0 || length + 8 > head.length) return "";
  const value = length + 8;
  return head.toString("latin1", value, value + Number(head.readBigUInt64LE(length)));
}
