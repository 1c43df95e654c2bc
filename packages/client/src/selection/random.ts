import type { ModelInstance } from "@modelfleet/core";
import type { SelectionPolicy } from "./selection-policy.ts";

/** Any instance, each as likely as the others: what DB-GPT's own client does. */
export const random: SelectionPolicy = (instances, context) =>
  instances[Math.floor(context.random() * instances.length)] as ModelInstance;
