import type { Topic } from "../mutation.ts";

const answerError = "packages/transport/src/http/answer-error.ts";
const errorsTest = "packages/transport/test/http-errors.test.ts";
const served = "packages/server/src/node/served-request.ts";
const servedTest = "packages/server/test/served-requests.test.ts";
const call = "packages/client/src/opentelemetry/observed-call.ts";
const spansTest = "packages/client/test/opentelemetry.test.ts";

export const leakTopic: Topic = {
  title: "Logs, errors, traces and figures",
  mutations: [
    {
      protection: "logs have paths without queries",
      file: served,
      find: 'path: url.split("?", 1)[0] as string,',
      replace: "path: url,",
      test: servedTest,
      named: "nothing of what was said",
    },
    {
      protection: "logs take no line and no colour from a caller",
      file: "packages/cli/src/serving/server-log.ts",
      find: "return stripToLine(text).slice(0, maxNameLength);",
      replace: "return text;",
      test: "packages/cli/test/server-log.test.ts",
      named: "takes no line, no colour and no length from a caller",
    },
    {
      protection: "tokens are not shown where Node's own debugging is on",
      file: "packages/transport/src/node/http-exchange.ts",
      find: "open(request.url, { method, ...connection });",
      replace: "open(request.url, { method, headers, ...connection });",
      test: "packages/cli/test/guarded-servers.test.ts",
      named: "say neither tokens nor prompts where Node's own debugging is on",
    },
    {
      protection: "errors have URLs without queries and passwords",
      file: "packages/transport/src/http/prepare-request.ts",
      find: "{ origin, pathname } = new URL(request.url);",
      replace: "{ origin, pathname } = { origin: request.url, pathname: JSON.stringify(request.query) };",
      test: errorsTest,
      named: "says what the server says, and no prompt",
    },
    {
      protection: "errors have a server's words only where they are known to be none of the caller's",
      file: "packages/transport/src/http/server-message.ts",
      find: "return Array.isArray(place) ?",
      replace: "if (place) return JSON.stringify(value);\n  return Array.isArray(place) ?",
      test: errorsTest,
      named: "says what the server says, and no prompt",
    },
    {
      protection: "errors do not repeat a token that a server echoes",
      file: answerError,
      find: 'said = said.replaceAll(secret, "***");',
      replace: "said = String(said);",
      test: errorsTest,
      named: "says what the server says, and no prompt",
    },
    {
      protection: "refusals of bodies do not repeat them",
      file: "packages/server/src/http/unprocessable.ts",
      find: "return { type, loc, msg };",
      replace: "return { type, loc, msg: msg + JSON.stringify(issue.input) };",
      test: "packages/server/test/leaks.test.ts",
      named: "a refusal repeats nothing",
    },
    {
      protection: "what an engine throws is told to no caller",
      file: "packages/server/src/http/failure-answer.ts",
      find: 'return detailAnswer("Internal Server Error", status ?? 500);',
      replace: "return detailAnswer(String(error), status ?? 500);",
      test: "packages/server/test/leaks.test.ts",
      named: "what a hook throws is told to no caller",
    },
    {
      protection: "the API tells callers nothing that it does not know to be fit for them",
      file: "packages/server/src/api/to-api-error.ts",
      find: '"The server failed on this request. Its log says why."',
      replace: "String(error)",
      test: "packages/server/test/api-access.test.ts",
      named: "a hook that throws lets nobody in",
    },
    {
      protection: "spans of failed calls have the kind of an error, and not its words",
      file: call,
      find: "this.#span.setStatus({ code: SpanStatusCode.ERROR });",
      replace: "this.#span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });",
      test: spansTest,
      named: "neither prompts nor answers nor tokens",
    },
    {
      protection: "names that callers make up are no labels of figures",
      file: "packages/client/src/opentelemetry/telemetry.ts",
      find: "this.#models.has(String(model)) ? common : others",
      replace: "common",
      test: spansTest,
      named: "a model that is not there makes no series",
    },
    {
      protection: "keys have names in figures, and never show themselves",
      file: "packages/server/src/api/keys.ts",
      find: "{ key, name: `key-",
      replace: "{ key, name: key + `key-",
      test: "packages/server/test/api-keys.test.ts",
      named: "figures have names of keys",
    },
    {
      protection: "files of remembered models, whose parameters may hold keys, are their owner's",
      file: "packages/server/src/node/file-state-store.ts",
      find: '"wx", 0o600',
      replace: '"wx", 0o644',
      test: "packages/server/test/node.test.ts",
      named: "the state file is written as a whole, for its owner only",
    },
    {
      protection: "what a model says moves no cursor and writes no clipboard",
      file: "packages/cli/src/terminal/control-stripper.ts",
      find: "return code >= 0x20 && !(code >= 0x7f && code <= 0x9f);",
      replace: "return true;",
      test: "packages/cli/test/control-stripper.test.ts",
      named: "ControlStripper",
    },
    {
      protection: "links in what a model says lead to pages and mail only",
      file: "apps/playground/src/markdown/safe-address.ts",
      find: "/^(https?|mailto):$/.test(url.protocol)",
      replace: "url.protocol",
      test: "apps/playground/test/markdown-safety.test.tsx",
      named: "comes to nothing",
    },
  ],
};
