export const requestIdHeader = "x-request-id";

const sane = /^[\w.:+/=-]{1,128}$/;

/** The caller's own id, where it can go into headers and logs as it is; otherwise a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get(requestIdHeader);
  return given !== null && sane.test(given) ? given : `req_${randomId()}`;
}

/** 32 hexadecimal digits. */
export function randomId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
