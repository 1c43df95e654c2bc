import { plainHeaders } from "./plain-headers.ts";

/**
 * An answer of JSON in the form of the web's `Response`, made for `writeResponse`, which takes its text and its headers
 * as they are. Whoever asks for more has it of a real one, made then.
 */
export class PlainResponse {
  readonly #text: string;
  readonly #headers = new Map([["content-type", "application/json"]]);
  #shown: Headers | undefined;
  #real: Response | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The body, unless somebody has it of the real one. */
  get unreadText(): string | undefined {
    return this.#real?.bodyUsed ? undefined : this.#text;
  }

  get status(): number {
    return 200;
  }

  get ok(): boolean {
    return true;
  }

  get headers(): Headers {
    this.#shown ??= plainHeaders(this.#headers);
    return this.#shown;
  }

  get real(): Response {
    this.#real ??= new Response(this.#text, { headers: [...this.#headers] });
    return this.#real;
  }
}

const methods = ["arrayBuffer", "blob", "bytes", "clone", "formData", "json", "text"] as const;
const properties = ["body", "bodyUsed", "redirected", "statusText", "type", "url"] as const;

for (const name of methods) {
  Object.defineProperty(PlainResponse.prototype, name, {
    value(this: PlainResponse) {
      return (this.real[name] as () => unknown)();
    },
  });
}
for (const name of properties) {
  Object.defineProperty(PlainResponse.prototype, name, {
    get(this: PlainResponse) {
      return this.real[name];
    },
  });
}
// `instanceof Response` holds, for libraries that look.
Object.setPrototypeOf(PlainResponse.prototype, Response.prototype);

export function plainResponse(text: string): Response {
  return new PlainResponse(text) as unknown as Response;
}
