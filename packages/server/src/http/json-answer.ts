const jsonType = { "content-type": "application/json" };

/** An answer of compact JSON in UTF-8. */
export function jsonAnswer(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(value), { status, headers: headers ? { ...jsonType, ...headers } : jsonType });
}

/** An error in FastAPI's form, which Python clients print and ours reads. */
export function detailAnswer(detail: string, status: number, headers?: Readonly<Record<string, string>>): Response {
  return jsonAnswer({ detail }, status, headers);
}
