import { pythonJson } from "./python-json.ts";

/** As Starlette's JSONResponse: compact, UTF-8 as it is. */
export function json(value: unknown, status = 200): Response {
  return new Response(pythonJson(value, false), { status, headers: { "content-type": "application/json" } });
}

export function text(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers } });
}

/** What upstream answers to an exception that it does not catch. */
export function internalServerError(): Response {
  return text("Internal Server Error", 500);
}

export function htmlPage(status: number, body?: string): Response {
  const page = `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
  return new Response(body ?? page, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
