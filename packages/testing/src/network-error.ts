/** How `fetch` reports it in Node, so that code which looks at the message or at `cause.code` meets what it expects. */
function networkError(message: string, code: string, detail: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(`${detail} ${code}`), { code }) });
}

/** Whether it is one of these, and not a fault in the test's own script. */
export function isConnectionError(error: unknown): boolean {
  const cause = error instanceof TypeError ? (error.cause as { code?: unknown } | undefined) : undefined;
  return cause?.code === "ECONNREFUSED" || cause?.code === "ECONNRESET";
}

export function connectionRefused(origin: string): TypeError {
  return networkError("fetch failed", "ECONNREFUSED", `connect to ${origin}`);
}

export function connectionReset(): TypeError {
  return networkError("terminated", "ECONNRESET", "read");
}
