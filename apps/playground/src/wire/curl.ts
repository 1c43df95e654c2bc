import { type Exchange, keptRequestCharacters } from "../fleet-connection/exchange-log.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Whether the whole request is there to be sent again. */
export const isWhole = ({ requestBody }: Exchange): boolean => (requestBody?.length ?? 0) < keptRequestCharacters;

/**
 * The same request for a shell. A token stays a variable: commands are pasted into places, and kept in histories.
 *
 * @param token whether the fleet asks for one
 */
export function curlOf(exchange: Exchange, { token }: { token: boolean }): string {
  const { method, url, requestBody, responseHeaders, instance } = exchange;
  const isStream = url.endsWith("/generate_stream");
  const headers = [
    "content-type: application/json",
    ...(isStream && responseHeaders["x-modelfleet-stream"] ? ["x-modelfleet-stream: delta"] : []),
    // A worker at its own address pays no heed; a gateway sends the call to the same one.
    ...(instance && new URL(url).host !== instance ? [`x-modelfleet-instance: ${instance}`] : []),
  ];
  const lines = [
    `curl --no-buffer -X ${method} ${quoted(url)}`,
    ...(token ? ['-H "authorization: Bearer $MODELFLEET_TOKEN"'] : []),
    ...headers.map((header) => `-H ${quoted(header)}`),
    ...(requestBody === undefined ? [] : [`--data-raw ${quoted(requestBody)}`]),
  ];
  // Frames end with NUL, which no terminal shows.
  return `${lines.join(" \\\n  ")}${isStream ? String.raw` | tr '\0' '\n'` : ""}\n`;
}
