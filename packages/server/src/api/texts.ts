import * as v from "valibot";

/** Tokens have a meaning only together with the tokenizer that made them, which is not this server's to know. */
const noTokens = "must be text: this server takes no tokens, since it does not know which tokenizer made them";

const isTokens = (input: unknown): boolean =>
  Array.isArray(input) && input.some((entry) => typeof entry === "number" || Array.isArray(entry));

const many = v.pipe(
  v.array(v.string()),
  v.check((texts) => texts.length > 0, "must not be empty"),
);
const one = v.pipe(
  v.string(),
  v.transform((text): string[] => [text]),
);
const tokens = v.pipe(
  v.unknown(),
  v.check(() => false, noTokens),
  v.transform((): string[] => []),
);

/** A text or several, as an array. */
export const textsSchema: v.GenericSchema<unknown, readonly string[]> = v.lazy((input) =>
  isTokens(input) ? tokens : Array.isArray(input) ? many : one,
);
