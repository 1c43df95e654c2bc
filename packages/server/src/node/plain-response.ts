import { type BodyChunks, iteratorResponse, takeBodyChunks } from "../iterator-body.ts";
import { plainHeaders } from "./plain-headers.ts";

/**
 * An answer in the form of the web's `Response`, made for `writeResponse`, which takes its body and its headers as they
 * are. Whoever asks for more has it of a real one, made then.
 */
abstract class PlainResponse {
  readonly headers: Headers;
  #real: Response | undefined;

  constructor(headers: Headers) {
    this.headers = headers;
  }

  get status(): number {
    return 200;
  }

  get ok(): boolean {
    return true;
  }

  get real(): Response {
    this.#real ??= this.makeReal();
    return this.#real;
  }

  /** The real one, if somebody has asked for it. */
  protected get shown(): Response | undefined {
    return this.#real;
  }

  protected abstract makeReal(): Response;
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

class PlainJson extends PlainResponse {
  readonly #text: string;

  constructor(text: string) {
    super(plainHeaders(new Map([["content-type", "application/json"]])));
    this.#text = text;
  }

  /** The body, unless somebody has it of the real one. */
  get unreadText(): string | undefined {
    return this.shown?.bodyUsed ? undefined : this.#text;
  }

  protected override makeReal(): Response {
    return new Response(this.#text, { headers: [...this.headers] });
  }
}

class PlainStream extends PlainResponse {
  readonly #chunks: BodyChunks;

  constructor(chunks: BodyChunks, headers: Readonly<Record<string, string>>) {
    super(plainHeaders(new Map(Object.entries(headers))));
    this.#chunks = chunks;
  }

  takeChunks(): BodyChunks | undefined {
    return this.shown ? takeBodyChunks(this.shown) : this.#chunks;
  }

  protected override makeReal(): Response {
    return iteratorResponse(this.#chunks, { headers: [...this.headers] });
  }
}

export function plainJson(text: string): Response {
  return new PlainJson(text) as unknown as Response;
}

export function plainStream(chunks: BodyChunks, headers: Readonly<Record<string, string>>): Response {
  return new PlainStream(chunks, headers) as unknown as Response;
}

/** The text of an answer of `plainJson`. */
export function plainTextOf(response: unknown): string | undefined {
  return response instanceof PlainJson ? response.unreadText : undefined;
}

/** The pieces of an answer of `plainStream`; who takes them reads them to the end or calls their `return`. */
export function plainChunksOf(response: unknown): BodyChunks | undefined {
  return response instanceof PlainStream ? response.takeChunks() : undefined;
}
