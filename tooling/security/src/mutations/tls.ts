import type { Topic } from "../mutation.ts";

const connect = "packages/transport/src/node/connect-options.ts";
const connecting = "packages/transport/test/connecting.test.ts";
const openServer = "packages/server/src/node/open-server.ts";
const serveTls = "packages/server/test/serve-tls.test.ts";
const guardedTest = "packages/cli/test/guarded-servers.test.ts";

export const tlsTopic: Topic = {
  title: "TLS",
  mutations: [
    {
      protection: "https servers are believed by an authority of one's own",
      file: connect,
      find: "...(ca !== undefined && { ca: ca as Buffer }),",
      replace: "",
      test: connecting,
      named: "https by an authority of one's own",
    },
    {
      protection: "https servers are not believed otherwise",
      file: connect,
      find: "...(ca !== undefined && { ca: ca as Buffer }),",
      replace: "...{ ca: ca as Buffer, rejectUnauthorized: false },",
      test: connecting,
      named: "https by an authority of one's own",
    },
    {
      protection: "we show our certificate to those that want one (mutual TLS)",
      file: connect,
      find: "...(cert !== undefined && { cert: cert as Buffer }),",
      replace: "",
      test: connecting,
      named: "https by an authority of one's own",
    },
    {
      protection: "a server that wants certificates refuses callers without one",
      file: openServer,
      find: "requestCert: true, rejectUnauthorized: true",
      replace: "requestCert: true, rejectUnauthorized: false",
      test: serveTls,
      named: "where callers need a certificate",
    },
    {
      protection: "a server with a certificate speaks https",
      file: openServer,
      find: "if (!tls) return createServer(options, onRequest);",
      replace: "if (!tls || options) return createServer(options, onRequest);",
      test: serveTls,
      named: "speaks https",
    },
    {
      protection: "--tls-cert and --tls-key make https of every server of the command line",
      file: "packages/cli/src/serving/listen.ts",
      find: "onRequest: log.request, tls });",
      replace: "onRequest: log.request });",
      test: guardedTest,
      named: "serve https, to those whose certificate they want",
    },
    {
      protection: "commands believe the authority of MODELFLEET_CA and show MODELFLEET_CERT",
      file: "packages/cli/src/controller/connect-options.ts",
      find: "if (path) options[name] = readPem(path, variable);",
      replace: 'if (path === "") options[name] = readPem(path, variable);',
      test: guardedTest,
      named: "serve https, to those whose certificate they want",
    },
  ],
};
