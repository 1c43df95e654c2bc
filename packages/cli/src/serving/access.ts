import { createHash, timingSafeEqual } from "node:crypto";
import type { Authorize } from "@modelfleet/server";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { AddressList } from "./address-list.ts";
import { hostCheck, refusal } from "./host-check.ts";
import { isLoopback } from "./is-loopback.ts";

/** From where one may call without a token or a key. */
export interface Callers {
  /** What the server listens on. */
  host: string;
  /** Addresses and networks. */
  allowFrom: readonly string[];
  /** Names, beside the machine's own, by which they may call. */
  allowHosts: readonly string[];
  /** Whose pages may call, beside those that the server itself serves. */
  origins: readonly string[];
}

/** Who may call what this process serves. */
export interface Access {
  /** For controllers and workers. */
  authorize: Authorize;
}

/** @throws CommandError where the whole network could call, and nothing would ask who it is */
export function accessFor(callers: Callers, tokens: readonly string[]): Access {
  const byAddress = callersByAddress(callers, tokens.length > 0);
  if (tokens.length > 0) {
    const byToken = bearerIsOneOf(tokens);
    const authorize: Authorize = (request, connection) =>
      byToken(request) || (byAddress?.(request, connection) ?? false);
    return { authorize };
  }
  if (byAddress) return { authorize: byAddress };
  throw new CommandError(
    `With --host ${callers.host} others on the network could start models and read answers. Set MODELFLEET_TOKEN to a ` +
      "long random token: callers then have to send it, as a bearer token and as the API's key. For those that cannot " +
      "send one, such as DB-GPT's own workers, give their addresses with --allow-from.",
    exitCodes.usage,
  );
}

/**
 * Who may call by their address alone: those of the list, and where nothing else would open the server, this machine.
 * `undefined` for nobody.
 *
 * @param guarded whether there are tokens or keys for the others
 */
export function callersByAddress(
  { host, allowFrom, allowHosts, origins }: Callers,
  guarded: boolean,
): Authorize | undefined {
  const check = hostCheck([...allowHosts, host], origins);
  if (allowFrom.length === 0) {
    return !guarded && isLoopback(host) ? (request) => check(request) ?? true : undefined;
  }
  const addresses = new AddressList(guarded ? allowFrom : [...allowFrom, "127.0.0.0/8", "::1"], "--allow-from");
  const stranger = "This server takes calls from certain addresses only, and this is none of them.";
  return (request, { remoteAddress }) => {
    // With tokens, one may still be sent.
    if (!addresses.has(remoteAddress)) return guarded ? false : refusal(stranger);
    return check(request) ?? true;
  };
}

function bearerIsOneOf(tokens: readonly string[]): (request: Request) => boolean {
  const expected = tokens.map(digest);
  return (request) => {
    const [, given] = /^Bearer +(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (given === undefined) return false;
    // Over digests, which are of one length: neither that nor the time says anything of a token. No early exit, which
    // would say which one it was.
    const actual = digest(given);
    return expected.reduce((found, token) => timingSafeEqual(actual, token) || found, false);
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
