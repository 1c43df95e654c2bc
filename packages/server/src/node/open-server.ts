import { createServer, type RequestListener, type Server } from "node:http";
import type { Server as HttpsServer } from "node:https";

/** What a server presents, each in PEM. */
export interface ServeTls {
  /** The certificate, followed by those between it and its authority. */
  cert: string | Uint8Array;
  key: string | Uint8Array;
  /** Callers need a certificate by one of these authorities; others get no connection. */
  clientCa?: string | Uint8Array | undefined;
}

/** What a caller may take. What takes longer or is larger is for holding connections, not for asking something. */
export interface ServeLimits {
  /** Until its headers are whole, in milliseconds; 20,000 by default. Then 408, and the connection is closed. */
  headersMs?: number | undefined;
  /** Until its body is whole, too, in milliseconds; 300,000 by default. The answer may take as long as it will. */
  requestMs?: number | undefined;
  /**
   * How long a caller may leave what was sent to it unread while more waits, in milliseconds; 600,000 by default, 0 for
   * ever. Then the connection is closed, and what made the answer is stopped. Any byte that is read begins it anew.
   */
  unreadMs?: number | undefined;
  /** Its headers, in bytes; 16 KiB by default. Above it 431, and the connection is closed. */
  headerBytes?: number | undefined;
}

export interface OpenServerOptions {
  tls?: ServeTls | undefined;
  limits?: ServeLimits | undefined;
}

/** `unreadMs` where none is given: longer than people look away, and networks change. */
export const defaultUnreadMs = 600_000;

/** Node looks that often whether a connection is over its time, in milliseconds. */
const looksEveryMs = 30_000;

/** A server that listens nowhere yet. Throws Node's own error for a certificate or a key that is none. */
export function openServer({ tls, limits = {} }: OpenServerOptions, onRequest: RequestListener): Server | HttpsServer {
  const { headersMs = 20_000, requestMs = 300_000, headerBytes = 16 * 1024 } = limits;
  const options = {
    // Above what proxies keep: whoever closes second cannot send into a closed connection.
    keepAliveTimeout: 75_000,
    noDelay: true,
    headersTimeout: Math.min(headersMs, requestMs),
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(looksEveryMs, headersMs, requestMs),
    maxHeaderSize: headerBytes,
  };
  if (!tls) return createServer(options, onRequest);
  const { cert, key, clientCa } = tls;
  const asked = clientCa === undefined ? {} : { ca: clientCa as Buffer, requestCert: true, rejectUnauthorized: true };
  // Loaded for those who want it.
  const { createServer: createSecure } = process.getBuiltinModule("node:https");
  return createSecure({ ...options, ...asked, cert: cert as Buffer, key: key as Buffer }, onRequest);
}
