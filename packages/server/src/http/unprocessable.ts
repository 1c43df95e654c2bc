import type * as v from "valibot";
import { jsonAnswer } from "./json-answer.ts";

/** One fault of a request, as FastAPI names it but without its `input`, which would echo prompts. */
export interface RequestFault {
  type: string;
  loc: readonly (string | number)[];
  msg: string;
}

/** More of them say nothing new. */
const maxFaults = 20;

/** What is expected, in pydantic's words, by valibot's name of the type. */
const expectations: Readonly<Record<string, readonly [type: string, msg: string]>> = {
  string: ["string_type", "Input should be a valid string"],
  number: ["float_type", "Input should be a valid number"],
  boolean: ["bool_type", "Input should be a valid boolean"],
  array: ["list_type", "Input should be a valid list"],
  record: ["dict_type", "Input should be a valid dictionary"],
  object: ["model_attributes_type", "Input should be a valid dictionary"],
};

/** A refusal of a request with status 422. */
export class UnprocessableRequest extends Error {
  readonly faults: readonly RequestFault[];

  constructor(faults: readonly RequestFault[]) {
    super("The request is not valid.");
    this.faults = faults;
  }

  toResponse(): Response {
    return jsonAnswer({ detail: this.faults }, 422);
  }
}

export function missing(...loc: readonly (string | number)[]): RequestFault {
  return { type: "missing", loc, msg: "Field required" };
}

/** @param place where the value came from: `body` or `query` */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[], place: string): RequestFault[] {
  return issues.slice(0, maxFaults).map((issue) => {
    const loc = [place, ...(issue.path ?? []).map(({ key }) => key as string | number)];
    if (issue.received === "undefined") return missing(...loc);
    if (issue.kind === "validation" || issue.type === "custom") {
      return { type: "value_error", loc, msg: `Value error, ${issue.message}` };
    }
    // The names of what is allowed are ours; valibot's own message would quote what was sent.
    const [type, msg] = expectations[issue.type] ?? [
      "type_error",
      `Input should be ${issue.expected ?? "another type"}`,
    ];
    return { type, loc, msg };
  });
}
