/** `exit` is what `dbgpt model chat` takes. */
export function isExit(line: string): boolean {
  return /^\/?exit$/i.test(line);
}
