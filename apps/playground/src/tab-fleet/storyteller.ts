import { type ModelWorker, messageText, type ParameterDescription } from "@modelfleet/core";
import { defineEngine } from "@modelfleet/engines";
import { thoughts, tour } from "./storyteller-texts.ts";

export const storytellerDescriptions: ParameterDescription[] = [
  {
    paramName: "token_delay_ms",
    paramType: "float",
    required: false,
    isArray: false,
    description: "The pause before each word, in milliseconds.",
    defaultValue: 20,
  },
];

/** Words with what follows them; Chinese character by character. */
const pieces = (text: string): string[] => text.match(/\s*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff]+)\s*/gu) ?? [];

/** The tour again and again, up to so many words; without a number in the question once. */
function* story(question: string): Generator<string> {
  const words = pieces(tour(/[\u3400-\u9fff]/u.test(question) ? "zh" : "en"));
  const asked = Number(/\d{2,6}/.exec(question)?.[0] ?? words.length);
  for (let given = 0; given < asked; given += 1) {
    if (given > 0 && given % words.length === 0) yield "\n\n";
    yield words[given % words.length] as string;
  }
}

const usageOf = (promptTokens: number, completionTokens: number) => ({
  promptTokens,
  completionTokens,
  totalTokens: promptTokens + completionTokens,
});

/**
 * A chat model that thinks, and then shows all that an answer may have in it. Asked for a number of tokens, such as
 * `10000`, it goes on for so long.
 */
export function createStorytellerEngine(options: { tokenDelayMs: number }): ModelWorker {
  let { tokenDelayMs } = options;
  return defineEngine({
    name: "storyteller",
    descriptions: storytellerDescriptions,
    start({ token_delay_ms }) {
      tokenDelayMs = typeof token_delay_ms === "number" ? token_delay_ms : options.tokenDelayMs;
    },
    async *generate({ messages, maxNewTokens = Number.POSITIVE_INFINITY }, { signal }) {
      const said = messages.findLast(({ role }) => role === "human");
      const question = said ? messageText(said) : "";
      let due = performance.now();
      // Timers of browsers take 4 ms at least: a faster pace sends several words at a time.
      const pace = async () => {
        due += tokenDelayMs;
        const wait = due - performance.now();
        if (wait >= 4) await new Promise((resolve) => setTimeout(resolve, wait));
        else if (wait < -1_000) due = performance.now();
        signal.throwIfAborted();
      };
      let thoughtTokens = 0;
      for (const thinking of pieces(thoughts(/[\u3400-\u9fff]/u.test(question) ? "zh" : "en"))) {
        await pace();
        thoughtTokens += 1;
        yield { thinking };
      }
      let completionTokens = 0;
      for (const text of story(question)) {
        if (completionTokens >= maxNewTokens) break;
        await pace();
        completionTokens += 1;
        yield { text };
      }
      const promptTokens = messages.reduce((sum, message) => sum + pieces(messageText(message)).length, 0);
      yield {
        // Thoughts count, as with other models.
        usage: usageOf(promptTokens, thoughtTokens + completionTokens),
        finishReason: completionTokens >= maxNewTokens ? "length" : "stop",
      };
    },
    countTokens: (text) => pieces(text).length,
    metadata: () => ({
      label: "Storyteller",
      description: "Thinks first, then shows what an answer can hold. Ask for 10000 tokens for a long one.",
      contextLength: 32_768,
    }),
  });
}
