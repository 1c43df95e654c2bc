const maxLength = 500;

/** Loosely typed JSON of a server that nobody promised anything about. */
type Json = { readonly [key: string]: Json | undefined } | readonly Json[] | string | number | boolean | null;

function field(value: Json | undefined, key: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;
}

/** `loc` and `msg` of FastAPI's 422; its `input` is what was sent, and stays out. */
function fault(value: Json): string | undefined {
  const message = field(value, "msg");
  if (typeof message !== "string") return undefined;
  const place = field(value, "loc");
  return Array.isArray(place) ? `${place.join(".")}: ${message}` : message;
}

/**
 * The server's own words in the body of an error, from the fields that are known to hold a message: FastAPI's
 * `detail`, OpenAI's `error.message`, DB-GPT's `err_msg`. A body of any other shape may echo a prompt and is left out.
 */
export function serverMessage(body: string): string | undefined {
  let json: Json;
  try {
    json = JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
  const detail = field(json, "detail");
  const message = Array.isArray(detail)
    ? detail.map(fault).filter(Boolean).join("; ")
    : [detail, field(field(json, "error"), "message"), field(json, "err_msg")].find(
        (candidate) => typeof candidate === "string",
      );
  return typeof message === "string" && message ? message.replace(/\s+/g, " ").slice(0, maxLength) : undefined;
}
