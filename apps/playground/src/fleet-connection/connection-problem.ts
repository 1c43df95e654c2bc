import { ModelfleetError } from "@modelfleet/client";

/** Why there is no connection, as far as a page can find out. */
export type ConnectionProblem =
  /** The page is https, the fleet http: the browser refuses before anything is sent. */
  | { kind: "mixed-content" }
  /** Something answers, but does not let this page's origin read it. */
  | { kind: "cors" }
  | { kind: "unreachable" }
  /** No token was sent, or not one that the fleet knows. */
  | { kind: "token" }
  /** Something answers that is no controller. */
  | { kind: "not-a-controller"; message: string }
  | { kind: "other"; message: string };

const isThisMachine = (host: string): boolean => /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(host);

/** An https page may call http on this machine only. */
export const isMixedContent = (page: URL, address: URL): boolean =>
  page.protocol === "https:" && address.protocol === "http:" && !isThisMachine(address.hostname);

/** The errors that a failure is made of: `ControllerUnavailableError` holds one per controller. */
function parts(error: unknown): unknown[] {
  const inner = (error as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(inner) ? [error, ...inner.flatMap(parts)] : [error];
}

/** @param fetch asks whether anything answers at all */
export async function diagnose(
  error: unknown,
  address: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<ConnectionProblem> {
  const errors = parts(error).filter((part) => ModelfleetError.isInstance(part));
  const statuses = errors.map((part) => (part as { status?: unknown }).status);
  if (statuses.some((status) => status === 401 || status === 403)) return { kind: "token" };
  const wrong = errors.find(({ code }) => /^(unexpected_content_type|invalid_response|http_status)$/.test(code));
  if (wrong) return { kind: "not-a-controller", message: wrong.message };
  const message = error instanceof Error ? error.message : String(error);
  const unreachable = errors.some(({ code }) => /^(connection_failed|timeout|controller_unavailable)$/.test(code));
  if (!unreachable) return { kind: "other", message };

  if (isMixedContent(new URL(location.href), new URL(address))) return { kind: "mixed-content" };
  // Browsers tell scripts nothing of a refused answer. A request whose answer cannot be read passes where one that
  // can be read fails for want of permission only.
  const answers = await fetch(`${address}/api/health`, {
    mode: "no-cors",
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(5_000),
  }).then(
    () => true,
    () => false,
  );
  return { kind: answers ? "cors" : "unreachable" };
}
