/** `note`: nothing to do; `warning`: may be meant so; `problem`: something does not work. */
export type FindingLevel = "ok" | "note" | "warning" | "problem";

/** What a check found. */
export interface Finding {
  /** What was looked at, such as `controller` or `worker`. */
  check: string;
  level: FindingLevel;
  /** One sentence without its full stop. */
  message: string;
  /** What to do. */
  advice?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, level: "ok", message });
export const note = (check: string, message: string): Finding => ({ check, level: "note", message });
export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  level: "warning",
  message,
  advice,
});
export const problem = (check: string, message: string, advice: string): Finding => ({
  check,
  level: "problem",
  message,
  advice,
});
