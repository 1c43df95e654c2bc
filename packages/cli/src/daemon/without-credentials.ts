/** A text with URLs, without the names and passwords in them. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(\w:\/\/)[^\s/@?#]*@/g, "$1");
}
