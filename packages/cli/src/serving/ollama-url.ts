/** Where Ollama listens, by its own variable: `OLLAMA_HOST` is a host, `host:port`, or a URL. */
export function ollamaUrl(host: string | undefined = process.env.OLLAMA_HOST): string {
  const fallback = "http://127.0.0.1:11434";
  if (!host?.trim()) return fallback;
  const withScheme = host.includes("://") ? host.trim() : `http://${host.trim()}`;
  if (!URL.canParse(withScheme)) return fallback;
  const url = new URL(withScheme);
  // What a server listens on, not what it is reached at.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.port === "" && !host.includes("://")) url.port = "11434";
  return url.href.replace(/\/+$/, "");
}
