import { GenerationError, type ModelRequest, type ModelUsage, type ModelWorker, messageText } from "@modelfleet/core";
import { defineEngine } from "../define/define-engine.ts";
import type { EnginePiece } from "../define/engine-definition.ts";
import { mergeParameters } from "../define/engine-parameters.ts";
import { timerDelay, untilAborted } from "../pieces/delay.ts";
import { limitPieces } from "../pieces/limit-pieces.ts";
import { splitPieces } from "../pieces/split-pieces.ts";
import {
  descriptions,
  type EchoEngineOptions,
  type EchoFault,
  echoOptionsSchema,
  echoParameters,
} from "./echo-options.ts";

const promptText = ({ messages, prompt }: ModelRequest): string =>
  [...messages.map(messageText), ...(prompt ? [prompt] : [])].join("\n");

function asked({ messages, prompt }: ModelRequest): string {
  const last = messages.findLast((message) => message.role === "human");
  return last ? messageText(last) : (prompt ?? "");
}

async function* script(request: ModelRequest, options: EchoEngineOptions): AsyncGenerator<EnginePiece> {
  for (const thinking of splitPieces(options.thinking ?? "")) yield { thinking };
  const { answer = asked } = options;
  const said = typeof answer === "function" ? await answer(request) : answer;
  for (const piece of typeof said === "string" ? splitPieces(said) : said) {
    yield typeof piece === "string" ? { text: piece } : piece;
  }
}

async function fail(fault: EchoFault, signal: AbortSignal): Promise<never> {
  if (fault.type === "hang") return untilAborted(signal);
  if (fault.type === "throw") throw fault.error;
  const { errorCode = 1, message = "The echo engine was told to fail." } = fault;
  throw new GenerationError(message, { errorCode, partialText: "" });
}

async function* generate(
  request: ModelRequest,
  options: EchoEngineOptions,
  signal: AbortSignal,
): AsyncGenerator<EnginePiece> {
  const { tokenDelayMs = 0, delay = timerDelay, contextLength = Number.POSITIVE_INFINITY, usage } = options;
  const fault = typeof options.fault === "function" ? options.fault(request) : options.fault;
  const promptTokens = splitPieces(promptText(request)).length;
  if (promptTokens > contextLength) {
    const message = `The prompt has ${promptTokens} tokens, but the context is ${contextLength}. Shorten the conversation.`;
    throw new GenerationError(message, { errorCode: 400, partialText: "" });
  }
  let given = 0;
  for await (const piece of limitPieces(script(request, options), request)) {
    if (fault && given >= (fault.after ?? 0)) await fail(fault, signal);
    await delay(tokenDelayMs, signal);
    yield piece;
    given += 1;
  }
  if (fault) await fail(fault, signal);
  if (usage === false) return;
  const counted: ModelUsage = { promptTokens, completionTokens: given, totalTokens: promptTokens + given };
  yield { usage: usage ?? counted };
}

/**
 * A model for tests, which answers by a script at a set pace and fails when told to.
 *
 * @throws InvalidInputError for options that are wrong
 */
export function createEchoEngine(options: EchoEngineOptions = {}): ModelWorker {
  const merge = (params: Readonly<Record<string, unknown>>): EchoEngineOptions =>
    mergeParameters("echo", echoOptionsSchema, echoParameters, options, params);
  let current = merge({});

  return defineEngine({
    name: "echo",
    descriptions,
    now: options.now,
    start(params) {
      current = merge(params);
      if (current.startError) throw current.startError;
    },
    async *generate(request, { signal }) {
      let outcome: "finished" | "failed" | "aborted" = "aborted";
      try {
        yield* generate(request, current, signal);
        outcome = "finished";
      } catch (error) {
        outcome = signal.aborted ? "aborted" : "failed";
        throw error;
      } finally {
        current.onEnd?.(outcome);
      }
    },
    countTokens: (text) => splitPieces(text).length,
    metadata: () => ({
      label: "Echo",
      description: "Repeats what it is asked, or what its script says. For tests.",
      contextLength: current.contextLength,
      prompt: { promptRoles: ["system", "human", "ai"], promptSep: "\n" },
    }),
  });
}
