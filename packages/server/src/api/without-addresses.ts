const origin = /https?:\/\/(?:\[[^\]]*\]|[^\s/:]*)(?::\d+)?/.source;
const anyOrigin = new RegExp(`\\b${origin}`, "g");
const askedOrigin = new RegExp(`\\b(GET|POST|DELETE) ${origin}`, "g");

/**
 * One of our messages for whoever holds a key: what was asked and what came back stays, and where it was is for the
 * operator (`onError`).
 */
export function withoutAddresses(message: string): string {
  return message.replace(anyOrigin, "").replace(/ at (?:\[[^\]]*\]|[\w.-]+):\d+/g, "");
}

/** The words of a model, which may name an address for good reason: only those that an engine has asked go. */
export function withoutAskedAddresses(message: string): string {
  return message.replace(askedOrigin, "$1 ");
}
