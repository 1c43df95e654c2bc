import { longAnswer } from "./long-answer.ts";

/** A text as TOML takes it, whatever is in it. */
const quoted = (text: string): string => JSON.stringify(text);

/** So many words that nobody waits for the end. */
const endless: string = Array.from({ length: 2_000 }, (_, place) => `word${place + 1}`).join(" ");

/** Models that say what they are asked, or what a test needs them to say. */
export const testModels: string = `
[[models.llms]]
name = "echo"
provider = "echo"
token_delay_ms = 1

[[models.llms]]
name = "thinker"
provider = "echo"
thinking = "Let me see what was asked."
answer = "It is **done**."
token_delay_ms = 100

[[models.llms]]
name = "endless"
provider = "echo"
answer = ${quoted(endless)}
token_delay_ms = 25
concurrency = 1

[[models.llms]]
name = "guide"
provider = "builtin"

[[models.embeddings]]
name = "lexical-embed"
provider = "builtin"

[[models.rerankers]]
name = "lexical-rerank"
provider = "builtin"
`;

/** One model that writes 10,000 tokens, at the pace of a fast worker or all at once. */
export const longModels = (tokens: number): string =>
  (
    [
      ["streamed", 1],
      ["burst", 0],
    ] as const
  )
    .map(
      ([name, delay]) => `
[[models.llms]]
name = "${name}"
provider = "echo"
answer = ${quoted(longAnswer(tokens))}
token_delay_ms = ${delay}
`,
    )
    .join("");

/** Another worker, with one model that never comes to an end. */
export const endlessWorker: string = `
[[models.llms]]
name = "far"
provider = "echo"
answer = ${quoted(endless)}
token_delay_ms = 25
`;
