import type { Topic } from "../mutation.ts";

const access = "packages/cli/src/serving/access.ts";
const tokens = "packages/cli/src/controller/tokens.ts";
const accessTest = "packages/cli/test/access.test.ts";
const guardedTest = "packages/cli/test/guarded-servers.test.ts";
const daemonTest = "packages/cli/test/daemon.test.ts";

export const tokenTopic: Topic = {
  title: "Tokens of controllers and workers",
  mutations: [
    {
      protection: "tokens are compared in constant time",
      file: access,
      find: "timingSafeEqual(actual, token) || found",
      replace: "actual.equals(token) || found",
      test: accessTest,
      named: "are compared in constant time",
    },
    {
      protection: "no early exit says which of several tokens it was",
      file: access,
      find: "return expected.reduce((found, token) => timingSafeEqual(actual, token) || found, false);",
      replace: "return expected.some((token) => timingSafeEqual(actual, token));",
      test: accessTest,
      named: "are compared in constant time",
    },
    {
      protection: "a wrong token opens nothing",
      file: access,
      find: "timingSafeEqual(actual, token) || found",
      replace: "timingSafeEqual(actual, token) || true",
      test: accessTest,
      named: "opens nothing",
    },
    {
      protection: "several tokens open at once, for rotation",
      file: access,
      find: "tokens.map(digest)",
      replace: "tokens.slice(0, 1).map(digest)",
      test: accessTest,
      named: "are each taken",
    },
    {
      protection: "tokens come from a file",
      file: tokens,
      find: "return path ? [...new Set([...given, ...fromFile(path)])] : given;",
      replace: "return given;",
      test: accessTest,
      named: "come from the environment and from a file",
    },
    {
      protection: "tokens come from the environment",
      file: tokens,
      find: 'split(process.env.MODELFLEET_TOKEN ?? "")',
      replace: 'split("")',
      test: accessTest,
      named: "come from the environment and from a file",
    },
    {
      protection: "no option takes a token: the list of processes would show it",
      file: "packages/cli/src/global-options.ts",
      find: '  { name: "verbose",',
      replace: '  { name: "token", value: "token", description: "" },\n  { name: "verbose",',
      test: "packages/cli/test/exit-codes.test.ts",
      named: "a token on the command line",
    },
    {
      protection: "a server in the background has its keys in its environment, not in the list of processes",
      file: "packages/cli/src/daemon/start-daemon.ts",
      find: "return { given, env: { MODELFLEET_API_KEYS",
      replace: "return { given: options, env: { MODELFLEET_API_KEYS",
      test: daemonTest,
      named: "keep tokens and keys out of the list of processes",
    },
    {
      protection: "logs of servers in the background are their owner's",
      file: "packages/cli/src/daemon/start-daemon.ts",
      find: "O_EXCL | O_WRONLY, 0o600",
      replace: "O_EXCL | O_WRONLY, 0o644",
      test: daemonTest,
      named: "keep tokens and keys out of the list of processes",
    },
    {
      protection: "off loopback a controller without tokens refuses to start, and says why",
      file: access,
      find: "return !guarded && isLoopback(host) ?",
      replace: "return !guarded ?",
      test: guardedTest,
      named: "controller that others may call does not start",
    },
    {
      protection: "off loopback an API without keys refuses to start, and says why",
      file: "packages/cli/src/commands/start-apiserver.ts",
      find: "if (!keys && !byAddress) throw keysNeeded(host);",
      replace: "",
      test: guardedTest,
      named: "apiserver that others may call does not start",
    },
    {
      protection: "a fleet in one process refuses the same",
      file: access,
      find: "return !guarded && isLoopback(host) ?",
      replace: "return !guarded ?",
      test: guardedTest,
      named: "up --model=builtin that others may call does not start",
    },
    {
      protection: "only the addresses of the list may call without a token",
      file: access,
      find: "if (!addresses.has(remoteAddress)) return guarded",
      replace: "if (remoteAddress === null) return guarded",
      test: accessTest,
      named: "the addresses of a list may call",
    },
    {
      protection: "X-Forwarded-For is not believed",
      file: "packages/server/src/node/serve.ts",
      find: "remoteAddress: incoming.socket.remoteAddress }",
      replace: 'remoteAddress: String(incoming.headers["x-forwarded-for"] ?? incoming.socket.remoteAddress) }',
      test: "packages/server/test/node.test.ts",
      named: "where a request came from",
    },
    {
      protection: "an app asks before it answers",
      file: "packages/server/src/http/guard.ts",
      find: "const passes = authorize ? await authorize(request, connectionOf(c.env)) : true;",
      replace: "const passes: boolean | Response = true;",
      test: "packages/server/test/request-id.test.ts",
      named: "controller: POST /api/controller/models",
    },
  ],
};
