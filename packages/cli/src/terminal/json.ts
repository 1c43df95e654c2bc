/**
 * JSON that is safe to look at: `JSON.stringify` escapes C0 only, but terminals also obey DEL and the C1 characters,
 * which a registered name may hold. The value stays the same.
 */
export function jsonForTerminals(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
