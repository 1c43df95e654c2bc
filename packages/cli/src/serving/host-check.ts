import { isIP } from "node:net";
import { hostname } from "node:os";
import { isLoopback } from "./is-loopback.ts";

/** More names than that are looked at anew. */
const maxKnown = 100;

/**
 * Refuses pages in browsers, who need no token where their machine needs none: those of other origins, and those whose
 * name was made to lead here (DNS rebinding). A name that is none of this server's own may be one of theirs; an address
 * in numbers is no name.
 *
 * @param allowed names that lead here, too
 * @param origins whose pages may call all the same
 * @returns the answer to one that is refused
 */
export function hostCheck(
  allowed: readonly string[],
  origins: readonly string[],
): (request: Request) => Response | undefined {
  const names = new Set([...allowed, hostname()].map((name) => name.toLowerCase()));
  const known = new Set<string>();
  const isOurs = (host: string): boolean => {
    if (known.has(host)) return true;
    const named = hostOf(host);
    if (named === undefined || !(isIP(named) !== 0 || isLoopback(named) || names.has(named))) return false;
    if (known.size >= maxKnown) known.clear();
    known.add(host);
    return true;
  };
  return ({ headers }) => {
    const host = headers.get("host") ?? "";
    const origin = headers.get("origin");
    if (!isOurs(host)) return refusal(unknownHost);
    const isOwn = origin === null || origin === `http://${host}` || origin === `https://${host}`;
    return isOwn || origins.includes(origin) ? undefined : refusal(otherOrigin);
  };
}

const otherOrigin = "Pages of other origins may not call without a token, unless --cors names them.";

const unknownHost =
  "The Host header names another host than localhost, an IP address or this machine's name: call it by one of these, " +
  "name it with --allow-host, or send a token.";

export function refusal(detail: string): Response {
  return Response.json({ detail }, { status: 403 });
}

/** The host of a Host header, without port and brackets. */
function hostOf(host: string): string | undefined {
  const url = host === "" || /[/?#@\\]/.test(host) ? null : URL.parse(`http://${host}`);
  return url?.hostname.replace(/^\[|\]$/g, "");
}
