import { InvalidInputError } from "@modelfleet/core";
import { ApiError } from "./api-error.ts";

/** The keys that may call, or a function that knows them. */
export type ApiKeys = readonly string[] | ((key: string, request: Request) => boolean | Promise<boolean>);

/**
 * Whether two strings are equal, in a time that depends on the length of the second one only, which is the caller's:
 * how long a refusal takes says nothing of the key. (Web Crypto has no such comparison.)
 */
function equalInConstantTime(key: string, given: string): boolean {
  let difference = key.length ^ given.length;
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ key.charCodeAt(i % key.length);
  return difference === 0;
}

/** @throws InvalidInputError for a list that is empty, or has an empty key: either would let in no one, or everyone */
export function keyVerifier(keys: ApiKeys): (key: string, request: Request) => boolean | Promise<boolean> {
  if (typeof keys === "function") return keys;
  if (keys.length === 0 || keys.some((key) => typeof key !== "string" || key.trim() === "")) {
    throw new InvalidInputError("`keys` of the API must be keys that are not empty; leave it out to let everyone in.");
  }
  const known = [...keys];
  return (given) => {
    let found = false;
    // No early exit, which would say how far down the list the key stands.
    for (const key of known) found = equalInConstantTime(key, given) || found;
    return found;
  };
}

/** The bearer token of a request. @throws ApiError if there is none */
export function bearerOf(request: Request): string {
  const match = /^Bearer +(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "");
  if (match?.[1] === undefined) throw unauthorized("No API key: send it as 'Authorization: Bearer KEY'.");
  return match[1];
}

export function unauthorized(message: string): ApiError {
  return new ApiError(401, message, {
    code: "invalid_api_key",
    headers: { "www-authenticate": "Bearer" },
  });
}
