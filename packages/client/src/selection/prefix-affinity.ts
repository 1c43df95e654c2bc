import { type ModelInstance, type ModelMessage, messageText } from "@modelfleet/core";
import { type SelectionPolicy, weightOf } from "./selection-policy.ts";
import { twoChoices } from "./two-choices.ts";

/** An instance with this many times the average load is passed over for a conversation that is its own. */
const overload = 1.25;

/** How much of a message tells conversations apart; enough, and bounded for very long prompts. */
const maxLength = 2_000;

/**
 * The same conversation goes to the same worker, which may still have it in its cache, unless that worker is
 * overloaded. Weighted rendezvous hashing: when an instance comes or goes, only its own conversations move.
 */
export const prefixAffinity: SelectionPolicy = (instances, context) => {
  const conversation = conversationKey(context.messages ?? []);
  if (conversation === undefined) return twoChoices(instances, context);
  let requests = 1;
  let weights = 0;
  for (const instance of instances) {
    requests += context.inFlight(instance);
    weights += weightOf(instance);
  }
  const begun = fnv(`${conversation}\n`, 0x811c9dc5);
  let best: ModelInstance | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const instance of instances) {
    const weight = weightOf(instance);
    const allowed = Math.ceil((overload * requests * weight) / weights);
    if (weight === 0 || context.inFlight(instance) >= allowed) continue;
    const draw = mixed(fnv(`${instance.host}:${instance.port}`, begun));
    const score = -weight / Math.log(draw);
    if (score > bestScore) {
      best = instance;
      bestScore = score;
    }
  }
  return best ?? twoChoices(instances, context);
};

/** The same for all requests of one conversation: its system message and its first question. */
function conversationKey(messages: readonly ModelMessage[]): string | undefined {
  const firstQuestion = messages.findIndex((message) => message.role === "human");
  if (firstQuestion < 0) return undefined;
  return messages
    .slice(0, firstQuestion + 1)
    .map((message) => messageText(message).slice(0, maxLength))
    .join("\n");
}

/** FNV-1a, from its state after what comes before the text. */
function fnv(text: string, before: number): number {
  let value = before;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

/** A final mix, as a number between 0 and 1, both excluded. */
function mixed(hash: number): number {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  value ^= value >>> 16;
  return ((value >>> 0) + 0.5) / 2 ** 32;
}
