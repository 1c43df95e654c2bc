/** What a link in an answer may lead to. Everything else (scripts, files, places in this page) stays text. */
export function safeAddress(address: string): string | undefined {
  const url = URL.parse(address.trim());
  return url && /^(https?|mailto):$/.test(url.protocol) ? url.href : undefined;
}

/** An image that needs no request. SVG is left out: it is a document. */
export function inlineImage(address: string): string | undefined {
  return /^data:image\/(png|jpeg|gif|webp|avif);base64,[a-z0-9+/=\s]+$/i.test(address.trim())
    ? address.trim()
    : undefined;
}
