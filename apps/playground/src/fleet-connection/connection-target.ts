/** What the page talks to: a fleet in this tab, or a cluster at an address. */
export type ConnectionTarget = { mode: "tab" } | { mode: "cluster"; address: string };

const key = "modelfleet.connection";

/** The folder that the page was loaded from; `modelfleet up` serves the page and the fleet from one. */
export const pageAddress = (): string => new URL(".", document.baseURI).href.replace(/\/$/, "");

/**
 * An address as people type it: without a scheme it is https, or http on this machine and in private networks.
 *
 * @returns `undefined` for what is no address
 */
export function readAddress(typed: string): string | undefined {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return undefined;
  const scheme = /^https?:\/\//i.test(text);
  if (!scheme && /^[a-z][a-z+.-]*:\/\//i.test(text)) return undefined;
  const host = text.replace(/^\/\//, "");
  const url = URL.parse(scheme ? text : `${isNearby(host) ? "http" : "https"}://${host}`);
  if (!url?.hostname) return undefined;
  // A name and password in an address would end up in places where addresses are shown.
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

const nearby = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[|[^.:/]+(:|\/|$))/i;
const isNearby = (host: string): boolean => nearby.test(host);

/** What was last connected to, if the browser remembers. Tokens are not part of it. */
export function rememberedTarget(): ConnectionTarget | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Record<string, unknown> | null;
    if (stored?.mode === "tab") return { mode: "tab" };
    const address = typeof stored?.address === "string" ? readAddress(stored.address) : undefined;
    return address ? { mode: "cluster", address } : undefined;
  } catch {
    return undefined;
  }
}

export function rememberTarget(target: ConnectionTarget): void {
  try {
    localStorage.setItem(key, JSON.stringify(target));
  } catch {
    // Then it is looked for anew next time.
  }
}
