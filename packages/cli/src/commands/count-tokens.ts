import { readStdin } from "../chat/read-stdin.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { readTarget } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { jsonForTerminals } from "../terminal/json.ts";

export interface CountTokensOptions extends GlobalOptions {
  modelName: string;
  text?: string;
  json?: boolean;
}

/** How many tokens a text is to a model. */
export async function countTokens(options: CountTokensOptions): Promise<ExitCode> {
  const { modelName: model } = options;
  readTarget({ modelName: model });
  const signal = interruptSignal();
  const prompt = options.text ?? (await readStdin(signal));
  if (prompt === undefined) {
    throw new CommandError("No text: give it as an argument, or through a pipe.", exitCodes.usage);
  }
  await using open = await openFleet(options, signal);
  const tokens = await open.fleet.countTokens({ model, prompt }, { signal });
  if (tokens < 0) throw new CommandError(`The worker of ${model} has no tokenizer and cannot count.`, exitCodes.failed);
  process.stdout.write(options.json ? `${jsonForTerminals({ model, tokens })}\n` : `${tokens}\n`);
  return exitCodes.ok;
}
