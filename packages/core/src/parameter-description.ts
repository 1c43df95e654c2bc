import * as v from "valibot";
import { wireObject } from "./wire-object.ts";

/**
 * One parameter that a model takes when it starts.
 *
 * Source: `ParameterDescription` in DB-GPT's `util/parameter_utils.py`; `isArray`, `label` and `nestedFields` from 0.7.
 */
export interface ParameterDescription {
  paramName: string;
  /** The type as upstream writes it, such as `str`, `string`, `int`, `integer`, `bool`, `boolean` or `float`. */
  paramType?: string | undefined;
  /** The class that the parameter belongs to, with its module. */
  paramClass?: string | undefined;
  required: boolean;
  isArray: boolean;
  label?: string | undefined;
  description?: string | undefined;
  defaultValue?: unknown;
  validValues?: readonly unknown[] | undefined;
  extMetadata?: Record<string, unknown> | undefined;
  /** For a parameter that is an object: its variants by type name. */
  nestedFields?: Record<string, readonly ParameterDescription[]> | undefined;
}

const optionalString = v.nullish(v.string());

export const parameterDescriptionSchema: v.GenericSchema<unknown, ParameterDescription> = wireObject({
  param_name: v.string(),
  param_type: optionalString,
  param_class: optionalString,
  required: v.nullish(v.boolean(), false),
  is_array: v.nullish(v.boolean(), false),
  label: optionalString,
  description: optionalString,
  default_value: v.optional(v.unknown()),
  valid_values: v.nullish(v.array(v.unknown())),
  ext_metadata: v.nullish(v.record(v.string(), v.unknown())),
  nested_fields: v.nullish(
    v.record(
      v.string(),
      v.array(v.lazy((): v.GenericSchema<unknown, ParameterDescription> => parameterDescriptionSchema)),
    ),
  ),
});
