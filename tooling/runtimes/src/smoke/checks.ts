import { cancelChecks } from "./cancel-checks.ts";
import { chatChecks } from "./chat-checks.ts";
import type { Check } from "./check.ts";
import { errorChecks } from "./error-checks.ts";
import { listChecks } from "./list-checks.ts";
import { otherChecks } from "./other-checks.ts";

/** The whole suite, the same in every runtime. */
export const checks: readonly Check[] = [...listChecks, ...chatChecks, ...cancelChecks, ...otherChecks, ...errorChecks];
