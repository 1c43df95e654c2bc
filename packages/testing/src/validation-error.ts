import { json } from "./http-answer.ts";

/** One fault of a request in the form of FastAPI, which echoes the input. */
export interface ValidationFault {
  type: string;
  loc: readonly (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Readonly<Record<string, unknown>> | undefined;
}

export function unprocessable(faults: readonly ValidationFault[]): Response {
  return json({ detail: faults }, 422);
}
