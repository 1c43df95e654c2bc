/** What the keys do and the columns mean; fits 80 by 24. */
export const helpLines: readonly string[] = [
  "  ↑ ↓ PgUp PgDn Home End   select an instance",
  "  Enter, Esc               all about it, and back",
  "  /                        show only what holds a text",
  "  s, r                     sort by the next column, the other way round",
  "  q, Ctrl-C                quit",
  "",
  "  BUSY    requests that run, of those that may; N+M on a narrow screen: M wait",
  "  WAIT    requests that wait for one to end",
  "  TOK/S   tokens that are generated per second",
  "  FIRST   from a request to its first token, mean of the last minute",
  "  ERR     requests that failed since the worker started",
  "  BEAT    since the last heartbeat",
  "",
  "  A dash stands for what a worker does not say: DB-GPT's own have no figures.",
];
