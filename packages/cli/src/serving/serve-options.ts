import type { AllowInstance, CorsOrigins } from "@modelfleet/server";
import type { ServeTls } from "@modelfleet/server/node";
import type { BackgroundOptions } from "../command-tables/daemonizable.ts";
import type { ConfigFile } from "../config/config-file.ts";
import type { ConfigSection } from "../config/config-section.ts";
import { readTokens } from "../controller/tokens.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { say } from "../terminal/talk.ts";
import { type Access, accessFor, type Callers } from "./access.ts";
import { workersOf } from "./allowed-workers.ts";
import { isLoopback } from "./is-loopback.ts";
import { readPort } from "./listen.ts";
import { readTls, type TlsFiles } from "./tls-files.ts";

/** Options of every command that serves. */
export interface ServeOptions extends BackgroundOptions, TlsFiles {
  port?: string;
  host?: string;
  config?: string;
  tokenFile?: string;
  allowFrom?: string[];
  allowHost?: string[];
  allowWorkers?: string[];
  cors?: string[];
  /** One line of JSON instead of those for a person. */
  json?: boolean;
}

export interface ListenAddress {
  host: string;
  port: number | undefined;
}

/** Where a command's options and its part of the configuration are read from. Options win. */
export interface ServeSources {
  options: ServeOptions;
  file: ConfigFile;
  section: ConfigSection;
}

export interface CheckedServeOptions extends ListenAddress {
  access: Access;
  tokens: readonly string[];
  tls: ServeTls | undefined;
  cors: CorsOrigins;
}

/** What a server listens on and who may call it. @throws CommandError */
export function checkServeOptions(sources: ServeSources): CheckedServeOptions {
  const tokens = tokensOf(sources);
  const callers = callersOf(sources);
  const guarded = tokens.length > 0 || callers.allowFrom.length > 0;
  const address = listenAddress(sources, guarded ? undefined : "MODELFLEET_TOKEN is not set");
  const access = accessFor({ ...callers, host: address.host }, tokens);
  return { ...address, access, tokens, tls: tlsOf(sources), cors: corsOf(sources) };
}

/** @throws CommandError */
export function tokensOf({ options, file, section }: ServeSources): string[] {
  const inFile = section.text("token_file");
  return readTokens(options.tokenFile ?? (inFile === undefined ? undefined : file.resolve(inFile)));
}

export function callersOf(sources: ServeSources): Omit<Callers, "host"> {
  const { options, section } = sources;
  const [allowFrom, allowHosts] = [section.list("allow_from"), section.list("allow_hosts")];
  const cors = corsOf(sources);
  return {
    allowFrom: listed(options.allowFrom) ?? allowFrom,
    allowHosts: listed(options.allowHost) ?? allowHosts,
    origins: cors === "*" ? [] : cors,
  };
}

/** Whose pages may read answers. @throws CommandError for what is no origin */
export function corsOf({ options, section }: ServeSources): CorsOrigins {
  const inFile = section.list("cors_allowed_origins");
  const origins = listed(options.cors) ?? inFile;
  if (origins.includes("*")) return "*";
  const wrong = origins.find((origin) => URL.parse(origin)?.origin !== origin);
  if (wrong === undefined) return origins;
  throw new CommandError(
    `${JSON.stringify(wrong)} is no origin for --cors: give a scheme and a host, such as https://app.example.com.`,
    exitCodes.usage,
  );
}

/** Where workers may be; `undefined` for everywhere. @throws CommandError */
export function allowedWorkersOf({ options, section }: ServeSources): AllowInstance | undefined {
  const inFile = section.list("allow_workers");
  return workersOf(listed(options.allowWorkers) ?? inFile);
}

/** @throws CommandError */
export function tlsOf({ options, file, section }: ServeSources): ServeTls | undefined {
  const path = (key: string): string | undefined => {
    const named = section.text(key);
    return named === undefined ? undefined : file.resolve(named);
  };
  const inFile = { tlsCert: path("tls_cert"), tlsKey: path("tls_key"), tlsClientCa: path("tls_client_ca") };
  return readTls({
    tlsCert: options.tlsCert ?? inFile.tlsCert,
    tlsKey: options.tlsKey ?? inFile.tlsKey,
    tlsClientCa: options.tlsClientCa ?? inFile.tlsClientCa,
  });
}

/**
 * DB-GPT's configurations name every address of the machine as a matter of course. What would let everyone in is not
 * taken from them without a word from the operator: then it is this machine only.
 *
 * @param unguarded why others on the network must not call, if so
 * @throws CommandError for a port that is none
 */
export function listenAddress({ options, section }: ServeSources, unguarded: string | undefined): ListenAddress {
  const named = section.text("host");
  const inFile = section.number("port", { min: 0, max: 65_535, whole: true });
  const port = options.port === undefined ? inFile : readPort(options.port);
  if (options.host !== undefined) return { host: options.host, port };
  if (named === undefined || isLoopback(named) || unguarded === undefined) return { host: named ?? loopback, port };
  say(`${section.place}: not listening on ${named} but on ${loopback}, since ${unguarded}.`);
  return { host: loopback, port };
}

const loopback = "127.0.0.1";

/** Options that may be given several times, and with commas. */
function listed(given: readonly string[] | undefined): string[] | undefined {
  return given?.flatMap((list) => list.split(",").map((entry) => entry.trim())).filter((entry) => entry !== "");
}
