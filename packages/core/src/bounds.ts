import * as v from "valibot";

/** A number within bounds, both included; never infinite. */
export function numberFrom(min: number, max: number, whole = false): v.GenericSchema<unknown, number> {
  const fits = (value: number) =>
    value >= min && value <= max && (whole ? Number.isInteger(value) : Number.isFinite(value));
  const bounds = max === Infinity ? (min === -Infinity ? "" : ` of at least ${min}`) : ` from ${min} to ${max}`;
  return v.pipe(v.number(), v.check(fits, `must be a ${whole ? "whole" : "finite"} number${bounds}`));
}

export const wholeNumber: v.GenericSchema<unknown, number> = numberFrom(-Infinity, Infinity, true);

/** A name: any string but the empty one. */
export const nameSchema: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.check((value) => value !== "", "must not be empty"),
);
