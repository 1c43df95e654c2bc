import { bundle } from "../harness/bundle.ts";
import type { Tab } from "./tab.ts";

/** A classic script that must come before all others of a page, for `pageProblems`. */
export function problemsScript(): Promise<string> {
  return bundle("problems.ts", { conditions: [] });
}

/** Uncaught errors, complaints in the console and refusals of the content security policy, in order. */
export async function pageProblems(tab: Tab): Promise<string[]> {
  const problems = await tab.evaluate("globalThis.pageProblems");
  if (!Array.isArray(problems)) throw new Error("The page does not remember its problems: it lacks the script for it.");
  return problems;
}
