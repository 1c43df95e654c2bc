/** The header that says when to come back, in whole seconds of at least one; none where nothing is known of that. */
export function retryAfter(ms: number | undefined): Record<string, string> {
  return ms === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) };
}
