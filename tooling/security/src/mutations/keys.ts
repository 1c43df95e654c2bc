import type { Topic } from "../mutation.ts";

const keys = "packages/server/src/api/keys.ts";
const gate = "packages/server/src/api/gate.ts";
const holder = "packages/server/src/api/key-holder.ts";
const accessTest = "packages/server/test/api-access.test.ts";
const keysTest = "packages/server/test/api-keys.test.ts";

export const keyTopic: Topic = {
  title: "Keys of the API server",
  mutations: [
    {
      protection: "a key of the list opens, and nothing else",
      file: gate,
      find: "if (verdict !== true) throw unauthorized(given);",
      replace: "",
      test: accessTest,
      named: "a key of the list opens",
    },
    {
      protection: "keys are compared in constant time",
      file: keys,
      find: "found = equalInConstantTime(key, given) ? holder : found;",
      replace: "found = key === given ? holder : found;",
      test: accessTest,
      named: "how much is done for a key",
    },
    {
      protection: "no early exit says which character of a key is wrong",
      file: keys,
      find: "difference |= given.charCodeAt(i) ^ key.charCodeAt(i % key.length);",
      replace: "if (given.charCodeAt(i) !== key.charCodeAt(i)) return false;",
      test: accessTest,
      named: "how much is done for a key",
    },
    {
      protection: "a list of keys that would let everyone in, or no one, is refused",
      file: keys,
      find: "named.length === 0 || named.some(",
      replace: "named.some(",
      test: accessTest,
      named: "are refused at once",
    },
    {
      protection: "a key opens the models of its list only",
      file: holder,
      find: "return this.models === undefined || this.models.includes(model);",
      replace: "return true;",
      test: keysTest,
      named: "a key opens its models",
    },
    {
      protection: "requests are limited by key",
      file: holder,
      find: "this.#requests?.take(1);",
      replace: "",
      test: keysTest,
      named: "requests beyond a key's rate",
    },
    {
      protection: "tokens are limited by key",
      file: holder,
      find: "this.#tokens?.take(prompt_tokens + completion_tokens);",
      replace: "",
      test: keysTest,
      named: "tokens are counted by key",
    },
    {
      protection: "the tokens of each key are counted",
      file: holder,
      find: "this.#completionTokens += completion_tokens;",
      replace: "",
      test: keysTest,
      named: "tokens are counted by key",
    },
    {
      protection: "the requests of each key are counted",
      file: holder,
      find: "this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);",
      replace: "",
      test: keysTest,
      named: "tokens are counted by key",
    },
    {
      protection: "a key that opens some models sees no figures of others",
      file: gate,
      find: "keyMetrics(holder?.models ? [holder] : (this.#keys?.holders ?? []))",
      replace: "keyMetrics(this.#keys?.holders ?? [])",
      test: keysTest,
      named: "figures have names of keys",
    },
  ],
};
