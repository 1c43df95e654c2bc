import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Authorize } from "@modelfleet/server";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** Who may call what this process serves. */
export interface Access {
  /** For all of them. */
  authorize: Authorize;
  /** For the API; everyone who may pass where they are missing. */
  keys?: readonly string[];
}

/** @throws CommandError where the whole network could call, and nothing would ask who it is */
export function accessFor(host: string, token: string | undefined = process.env.MODELFLEET_TOKEN): Access {
  if (token) return { authorize: bearerIs(token), keys: [token] };
  if (isLoopback(host)) return { authorize: comesFromThisMachine };
  throw new CommandError(
    `With --host ${host} others on the network could start models and read answers. Set MODELFLEET_TOKEN to a long ` +
      "random token: callers then have to send it, as a bearer token and as the API's key.",
    exitCodes.usage,
  );
}

/** By what the name always means: other names may stand for any address. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith("127.");
  return host === "::1" || host === "localhost";
}

/**
 * Without a token, programs of this machine may pass. Pages in its browser may not: they could start models by a plain
 * POST, or by a name of theirs that leads here.
 */
export const comesFromThisMachine: Authorize = (request) => {
  const { headers } = request;
  const host = headers.get("host") ?? "";
  const origin = headers.get("origin");
  const named = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "") : "";
  if (isLoopback(named) && (origin === null || origin === `http://${host}`)) return true;
  const detail = "Pages of other origins and other names than localhost may not call without MODELFLEET_TOKEN.";
  return Response.json({ detail }, { status: 403 });
};

function bearerIs(token: string): Authorize {
  const expected = digest(token);
  return (request) => {
    const [, given = ""] = /^Bearer +(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    // Over digests, which are of one length: neither that nor the time says anything of the token.
    return timingSafeEqual(digest(given), expected);
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
