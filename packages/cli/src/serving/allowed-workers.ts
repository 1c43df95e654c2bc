import { isIP } from "node:net";
import { type AllowInstance, type ControllerAppOptions, workerHostFault } from "@modelfleet/server";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { AddressList } from "./address-list.ts";
import { isLoopback } from "./is-loopback.ts";

/**
 * Where workers may be: `HOST`, `HOST:PORT`, IP addresses and networks, and `[IPV6]:PORT`. Names are compared as they are
 * registered, and not looked up. `undefined` for an empty list, which stands for all.
 *
 * @throws CommandError for an entry that is none of these
 */
export function workersOf(entries: readonly string[]): AllowInstance | undefined {
  if (entries.length === 0) return undefined;
  const rules = entries.map(ruleOf);
  return ({ host, port }) => {
    const plain = plainHost(host);
    return rules.some((rule) => rule(plain, port));
  };
}

/**
 * Who may register where: by the list; without one everywhere, but for addresses of this machine, which lead each caller
 * to itself: those only processes of this machine may register.
 */
export function registrationRule(
  allowed: AllowInstance | undefined,
): NonNullable<ControllerAppOptions["allowInstance"]> {
  const here = new AddressList(["127.0.0.0/8", "::1"], "here");
  return (address, { remoteAddress }) =>
    allowed ? allowed(address) : !isLoopback(plainHost(address.host)) || here.has(remoteAddress);
}

type Rule = (host: string, port: number) => boolean;

function ruleOf(entry: string): Rule {
  if (entry.includes("/")) {
    const addresses = new AddressList([entry], "--allow-workers");
    return (host) => addresses.has(host);
  }
  const [, name = entry, digits] = isIP(entry) === 6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  const port = digits === undefined ? undefined : Number(digits);
  if (workerHostFault(name) !== undefined || (port !== undefined && (port < 1 || port > 65_535))) {
    throw new CommandError(
      `--allow-workers: ${JSON.stringify(entry)} is no place of a worker: give a host, HOST:PORT, or a network such as 10.0.0.0/8.`,
      exitCodes.usage,
    );
  }
  const wanted = plainHost(name);
  return (host, actual) => host === wanted && (port === undefined || port === actual);
}

/** A host in its one notation: addresses as they are usually written, names in small letters. */
function plainHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, "");
  const parsed = URL.parse(`http://${bare.includes(":") ? `[${bare}]` : bare}`)?.hostname ?? bare.toLowerCase();
  const plain = parsed.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(plain);
  if (!mapped) return plain;
  const [high, low] = [Number.parseInt(mapped[1] as string, 16), Number.parseInt(mapped[2] as string, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
