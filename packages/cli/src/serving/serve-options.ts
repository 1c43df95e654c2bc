import type { BackgroundOptions } from "../command-tables/daemonizable.ts";
import type { ConfigSection } from "../config/config-section.ts";
import { say } from "../terminal/talk.ts";
import { type Access, accessFor, isLoopback } from "./access.ts";
import { readPort } from "./listen.ts";

/** Options of every command that serves. */
export interface ServeOptions extends BackgroundOptions {
  port?: string;
  host?: string;
  config?: string;
}

export interface ListenAddress {
  host: string;
  port: number | undefined;
}

export interface CheckedServeOptions extends ListenAddress {
  access: Access;
}

/**
 * What a server listens on and who may call it, by the command line, else by the section of the configuration.
 *
 * @throws CommandError
 */
export function checkServeOptions(options: ServeOptions, section?: ConfigSection): CheckedServeOptions {
  const guarded = Boolean(process.env.MODELFLEET_TOKEN);
  const address = listenAddress(options, section, guarded ? undefined : "MODELFLEET_TOKEN is not set");
  return { ...address, access: accessFor(address.host) };
}

/**
 * DB-GPT's configurations name every address of the machine as a matter of course. What would let everyone in is not
 * taken from them without a word from the operator: then it is this machine only.
 *
 * @param unguarded why others on the network must not call, if so
 * @throws CommandError for a port that is none
 */
export function listenAddress(
  options: ServeOptions,
  section: ConfigSection | undefined,
  unguarded: string | undefined,
): ListenAddress {
  const named = section?.text("host");
  const inFile = section?.number("port", { min: 0, max: 65_535, whole: true });
  const port = options.port === undefined ? inFile : readPort(options.port);
  if (options.host !== undefined) return { host: options.host, port };
  if (named === undefined || isLoopback(named) || unguarded === undefined) return { host: named ?? loopback, port };
  say(`${section?.place}: not listening on ${named} but on ${loopback}, since ${unguarded}.`);
  return { host: loopback, port };
}

const loopback = "127.0.0.1";
