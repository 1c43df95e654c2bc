/** What the harness tells the smoke suite: it starts somewhere else, so everything is a URL. */
export interface SmokeTarget {
  controller: string;
  /** Of a cluster whose workers honour our delta streams. */
  deltaController: string;
  /** The harness's own route, which tells what the workers saw. */
  control: string;
  /** A URL that refuses connections. */
  refused: string;
  /** A cluster that sends no CORS headers, as DB-GPT's own controllers and workers do not. */
  withoutCors: { controller: string; worker: string };
}

export interface CheckResult {
  name: string;
  ok: boolean;
  ms: number;
  error?: string;
}

export interface SmokeReport {
  /** Says which runtime it really was: all of them have `navigator.userAgent`. */
  userAgent: string;
  results: CheckResult[];
}

/** Reads a report that came out of another runtime as text. */
export function parseReport(text: string): SmokeReport {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || !("results" in value)) throw new Error(`not a report: ${text}`);
  return value as SmokeReport;
}
