import type { Topic } from "../mutation.ts";

const injected = "packages/server/test/injected-names.test.ts";
const hostile = "packages/server/test/hostile-bodies.test.ts";
const limits = "packages/server/test/serve-limits.test.ts";
const openServer = "packages/server/src/node/open-server.ts";
const jsonText = "packages/server/src/http/read-json-text.ts";

export const requestTopic: Topic = {
  title: "Names, headers and bodies made to do harm",
  mutations: [
    {
      protection: "names of models stay values in queries and paths",
      file: "packages/transport/src/http/prepare-request.ts",
      find: "url.searchParams.append(name, String(value));",
      replace: 'url.href += (url.search ? "&" : "?") + name + "=" + String(value);',
      test: injected,
      named: "is asked, and nothing else",
    },
    {
      protection: "names of models stay one label of a line of figures",
      file: "packages/server/src/metrics/exposition.ts",
      find: "{escaped(value)}",
      replace: "{value || escaped(value)}",
      test: injected,
      named: "shows it in figures of one line",
    },
    {
      protection: "values that HTTP cannot carry become no headers",
      file: "packages/transport/src/http/prepare-request.ts",
      find: '|| typeof value !== "string" || !/^[\\t\\x20-\\x7e\\x80-\\xff]*$/.test(value)',
      replace: "",
      test: "packages/transport/test/http-errors.test.ts",
      named: "a token that no header can carry is not quoted",
    },
    {
      protection: "ids of requests go into headers and logs only where they are sane",
      file: "packages/server/src/http/request-id.ts",
      find: "given && sane.test(given)",
      replace: 'given && !sane.test("")',
      test: "packages/server/test/api-access.test.ts",
      named: "a sane x-request-id is kept",
    },
    {
      protection: "headers of traces are passed on only in their form",
      file: "packages/server/src/http/passed-on.ts",
      find: "value !== null && form.test(value)",
      replace: "value !== null && form",
      test: "packages/server/test/request-id.test.ts",
      named: "what is neither is left out",
    },
    {
      protection: "headers are limited in size",
      file: openServer,
      find: "maxHeaderSize: headerBytes,",
      replace: "maxHeaderSize: headerBytes * 10,",
      test: limits,
      named: "headers that are too large",
    },
    {
      protection: "bodies are limited in size by what they declare",
      file: jsonText,
      find: "if (declared > maxBytes) throw tooLarge(maxBytes);",
      replace: "",
      test: "packages/server/test/api-bodies.test.ts",
      named: "a body above the limit is refused",
    },
    {
      protection: "bodies are limited in size by what they send",
      file: jsonText,
      find: "if (bytes > maxBytes) throw tooLarge(maxBytes);",
      replace: "if (bytes > 1e6 * maxBytes) throw tooLarge(maxBytes);",
      test: "packages/server/test/api-bodies.test.ts",
      named: "a body above the limit is refused",
    },
    {
      protection: "headers that dribble in are cut off (slow-loris)",
      file: openServer,
      find: "headersTimeout: Math.min(headersMs, requestMs),",
      replace: "headersTimeout: 0,",
      test: limits,
      named: "headers that dribble in are cut off",
    },
    {
      protection: "bodies that dribble in are cut off",
      file: openServer,
      find: "requestTimeout: requestMs,",
      replace: "requestTimeout: 0,",
      test: limits,
      named: "a body that dribbles in is cut off",
    },
    {
      protection: "JSON that is nested without end is refused",
      file: "packages/server/src/http/parse-json.ts",
      find: "if (isDeep(text))",
      replace: 'if (text === "" && isDeep(text))',
      test: hostile,
      named: "/api/worker/generate refuses what is nested without end",
    },
    {
      protection: "a body with a million faults is told of one",
      file: "packages/server/src/http/read-body.ts",
      find: "text.length > maxTextOfFaults ? result : v.safeParse(schema, value)",
      replace: "text.length > 1e9 * maxTextOfFaults ? result : v.safeParse(schema, value)",
      test: hostile,
      named: "a body with a million faults",
    },
    {
      protection: "names of prototypes are names like others",
      file: "packages/server/src/manager/local-model.ts",
      find: "Object.hasOwn(factories, provider)",
      replace: "provider in factories",
      test: hostile,
      named: "are unknown ones",
    },
    {
      protection: "more requests than a model can answer are refused at once",
      file: "packages/server/src/manager/slots.ts",
      find: "if (this.#line.size >= maxWaiting) {",
      replace: "if (this.#line.size > 100 * maxWaiting) {",
      test: "packages/server/test/waiting-line.test.ts",
      named: "beyond the slots requests wait in a line",
    },
  ],
};
