import type { Topic } from "../mutation.ts";

const hostCheck = "packages/cli/src/serving/host-check.ts";
const accessTest = "packages/cli/test/access.test.ts";
const apiTest = "packages/server/test/api-access.test.ts";

export const browserTopic: Topic = {
  title: "Pages in browsers",
  mutations: [
    {
      protection: "pages read answers only where their origin is allowed (CORS)",
      file: "packages/server/src/http/cors.ts",
      find: 'if (!origin || !(origins === "*" || origins.includes(origin))) return vary;',
      replace: "if (!origin) return vary;",
      test: apiTest,
      named: "pages of allowed origins may call",
    },
    {
      protection: "without a list no page may",
      file: "packages/cli/src/serving/serve-options.ts",
      find: 'if (origins.includes("*")) return "*";',
      replace: 'if (origins.length === 0 || origins.includes("*")) return "*";',
      test: "packages/cli/test/guarded-servers.test.ts",
      named: "servers without --cors let no page read",
    },
    {
      protection: "pages of other origins may not call where no token is asked for (Origin)",
      file: hostCheck,
      find: "return isOwn || origins.includes(origin) ? undefined : refusal(otherOrigin);",
      replace: "return isOwn || origin ? undefined : refusal(otherOrigin);",
      test: accessTest,
      named: "may not call",
    },
    {
      protection: "a name that was made to lead here opens nothing (DNS rebinding, Host)",
      file: hostCheck,
      find: "if (!isOurs(host)) return refusal(unknownHost);",
      replace: "isOurs(host);",
      test: accessTest,
      named: "is a name that was made to lead here",
    },
    {
      protection: "both are asked of callers from listed addresses, too",
      file: "packages/cli/src/serving/access.ts",
      find: "if (!addresses.has(remoteAddress)) return guarded ? false : refusal(stranger);\n    return check(request) ?? true;",
      replace: "if (!addresses.has(remoteAddress)) return guarded ? false : refusal(stranger);\n    return true;",
      test: accessTest,
      named: "from an address of the list",
    },
    {
      protection: "bodies that a page may send unasked are refused",
      file: "packages/server/src/http/read-json-text.ts",
      find: "if (!/^application\\/(?:[\\w.-]+\\+)?json\\b/i.test(contentType)) {",
      replace: "if (contentType === null) {",
      test: "packages/server/test/api-bodies.test.ts",
      named: "is refused",
    },
  ],
};
