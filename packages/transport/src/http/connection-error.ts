import { ConnectionError } from "@modelfleet/core";

/** The code that Node and its like give the cause of a failed connection, such as `ECONNREFUSED`. */
function systemCode(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth++) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^[A-Z_]+$/.test(code)) return code;
  }
  return undefined;
}

/** @param what names the request @param fault what happened, without advice */
export function connectionError(what: string, fault: string, cause: unknown): ConnectionError {
  const code = systemCode(cause);
  return new ConnectionError(`${what}: ${fault}${code ? ` (${code})` : ""}`, { cause });
}
