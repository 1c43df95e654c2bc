import { ConnectionError } from "@modelfleet/core";

/** Codes that tell that no connection came about, the last two of them Bun's. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;

/** The code that Node and its like give the cause of a failed connection, such as `ECONNREFUSED`. */
function systemCode(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^\w+$/.test(code)) return code;
  }
  return undefined;
}

/**
 * @param what names the request @param fault what happened, without advice
 * @param sent how often the request was sent; where that is not known, the cause's code may tell that it was not
 */
export function connectionError(
  what: string,
  fault: string,
  cause: unknown,
  sent: number | undefined,
): ConnectionError {
  const code = systemCode(cause) ?? "";
  return new ConnectionError(`${what}: ${fault}${code && ` (${code})`}`, {
    cause,
    sent: sent ?? (neverConnected.test(code) ? 0 : 1),
  });
}
