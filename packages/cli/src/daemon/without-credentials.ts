/** A text with URLs, without what may be secret in them: names, passwords and queries. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(\w:\/\/)[^\s/@?#]*@/g, "$1").replaceAll(/(\w:\/\/[^\s?,]*)\?[^\s,]*/g, "$1");
}
