import { InvalidInputError } from "@modelfleet/core";

/** The port on which DB-GPT's controllers listen by default. */
const defaultControllerUrl = "http://127.0.0.1:8000";

/**
 * Reads one or several controllers: an array, or a string separated by commas. An address without a scheme is http.
 *
 * @returns base URLs without a trailing slash, in the order given, each once
 * @throws InvalidInputError if there is none, or one of them is not an http or https URL
 */
export function parseControllers(controller: string | readonly string[]): string[] {
  const addresses = (typeof controller === "string" ? controller.split(",") : controller)
    .map((address) => address.trim())
    .filter((address) => address !== "");
  if (addresses.length === 0) {
    throw new InvalidInputError(`No controller address: give one such as ${defaultControllerUrl}.`);
  }
  return [...new Set(addresses.map(parseControllerUrl))];
}

function parseControllerUrl(address: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  // Before anything else, because the other error quotes the address.
  if (/\/\/[^/]*@/.test(text)) {
    throw new InvalidInputError("A controller address takes no user name or password: pass a token in its own option.");
  }
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    throw new InvalidInputError(
      `${JSON.stringify(address)} is not a controller address: give a URL such as ${defaultControllerUrl}.`,
    );
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}
