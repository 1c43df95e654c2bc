import type { ModelInstance, ModelMessage } from "@modelfleet/core";

/** What a policy may look at. */
export interface SelectionContext {
  /** How many of this client's requests the instance is working on. */
  inFlight(instance: ModelInstance): number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  /** Counts the selections, from 0. */
  sequence: number;
  /** The conversation so far, where the request has one. */
  messages?: readonly ModelMessage[] | undefined;
}

/**
 * Picks one of the instances, all of them healthy, enabled and reachable as far as known.
 *
 * @param instances never empty, in the registry's order
 */
export type SelectionPolicy = (instances: readonly ModelInstance[], context: SelectionContext) => ModelInstance;

/** A weight as policies use it: one below 0 takes no share either. */
export function weightOf(instance: ModelInstance): number {
  return Math.max(instance.weight, 0);
}
