import { commands, groups } from "../command-table.ts";
import { candidates } from "../completion/candidates.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/**
 * For the scripts of `completion`: the first line says whether files would do too, each other one has a word and, after
 * a tab, what it is.
 */
export async function complete(words: readonly string[]): Promise<ExitCode> {
  const modelNames: Parameters<typeof candidates>[1]["modelNames"] = async (line) =>
    (await import("../completion/model-names.ts")).modelNames(line);
  // A blank stands for an empty word, where a shell cannot hand that over.
  const typed = words.map((word) => (word === " " ? "" : word));
  const { files, values } = await candidates(typed, { commands, groups, modelNames });
  const lines = values.map(({ value, description }) => (description ? `${value}\t${description}` : value));
  process.stdout.write(`${[files ? "files" : "words", ...lines].join("\n")}\n`);
  return exitCodes.ok;
}
