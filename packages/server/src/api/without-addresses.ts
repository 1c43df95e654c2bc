/**
 * Names of hosts are for the operator (`onError`), not for whoever holds a key: what was asked and what came back
 * stays, at which address does not.
 */
export function withoutAddresses(message: string): string {
  return message.replace(/\bhttps?:\/\/[^\s/:]*(?:\[[^\]]*\])?(?::\d+)?/g, "").replace(/ at \[?[\w.:-]+\]?:\d+/g, "");
}
