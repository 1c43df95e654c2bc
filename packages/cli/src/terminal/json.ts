/**
 * JSON that is safe to look at: `JSON.stringify` escapes C0 only, but terminals also obey DEL and the C1 characters,
 * which a registered name may hold. The value stays the same.
 */
export function jsonForTerminals(value: unknown): string {
  return escapeControls(JSON.stringify(value, undefined, 2));
}

/** The same on one line that it ends, for NDJSON. */
export function jsonLine(value: unknown): string {
  return `${escapeControls(JSON.stringify(value))}\n`;
}

function escapeControls(json: string): string {
  return json.replaceAll(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
