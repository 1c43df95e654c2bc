import { InvalidInputError } from "@modelfleet/core";
import { ApiError } from "./api-error.ts";
import { type ApiKey, KeyHolder } from "./key-holder.ts";

/** The keys that may call, or a function that knows them. Those without a name are `key-1`, `key-2` by their place. */
export type ApiKeys = readonly (string | ApiKey)[] | ((key: string, request: Request) => boolean | Promise<boolean>);

/** Whose key it is, `true` where nobody says whose, and anything else for one that is not known. */
type VerifyKey = (key: string, request: Request) => KeyHolder | boolean | undefined | Promise<boolean>;

export interface KnownKeys {
  verify: VerifyKey;
  holders: readonly KeyHolder[];
}

/**
 * Whether two strings are equal, in a time that depends on the length of the second one only, which is the caller's:
 * how long a refusal takes says nothing of the key. (Web Crypto has no such comparison.)
 */
function equalInConstantTime(key: string, given: string): boolean {
  let difference = key.length ^ given.length;
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ key.charCodeAt(i % key.length);
  return difference === 0;
}

/**
 * @param now in milliseconds
 * @throws InvalidInputError for a list that is empty, or has an empty key: either would let in no one, or everyone
 */
export function knownKeys(keys: ApiKeys, now: () => number): KnownKeys {
  if (typeof keys === "function") return { verify: keys, holders: [] };
  const named = keys.map((key, index): ApiKey => (typeof key === "string" ? { key, name: `key-${index + 1}` } : key));
  if (named.length === 0 || named.some(({ key }) => typeof key !== "string" || key.trim() === "")) {
    throw new InvalidInputError("`keys` of the API must be keys that are not empty; leave it out to let everyone in.");
  }
  if (new Set(named.map(({ name }) => name)).size < named.length) {
    throw new InvalidInputError("`keys` of the API must have names that differ.");
  }
  const known = named.map((key) => ({ key: key.key, holder: new KeyHolder(key, now) }));
  const verify = (given: string): KeyHolder | undefined => {
    let found: KeyHolder | undefined;
    // No early exit, which would say how far down the list the key stands.
    for (const { key, holder } of known) found = equalInConstantTime(key, given) ? holder : found;
    return found;
  };
  return { verify, holders: known.map(({ holder }) => holder) };
}

/** The bearer token of a request; `undefined` if there is none. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

export function unauthorized(given: string | undefined): ApiError {
  const message = given === undefined ? "No API key: send it as 'Authorization: Bearer KEY'." : "Incorrect API key.";
  return new ApiError(401, message, {
    code: "invalid_api_key",
    headers: { "www-authenticate": "Bearer" },
  });
}
