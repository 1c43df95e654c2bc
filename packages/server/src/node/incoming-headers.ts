import type { IncomingMessage } from "node:http";

/**
 * The headers of a request that came in, in the form of the web's `Headers`: what is looked up is taken straight from
 * Node, everything else from real ones, made when they are first asked for. Nobody changes what came in.
 */
class IncomingHeaders {
  readonly #incoming: IncomingMessage;
  #real: Headers | undefined;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
  }

  get(name: string): string | null {
    if (this.#real) return this.#real.get(name);
    const value = this.#incoming.headers[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(", ") : value) ?? null;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.real[Symbol.iterator]();
  }

  get real(): Headers {
    if (!this.#real) {
      this.#real = new Headers();
      const { rawHeaders } = this.#incoming;
      for (let i = 0; i < rawHeaders.length; i += 2) {
        this.#real.append(rawHeaders[i] as string, rawHeaders[i + 1] as string);
      }
    }
    return this.#real;
  }
}

const delegated = ["append", "delete", "entries", "forEach", "getSetCookie", "keys", "set", "values"] as const;
for (const name of delegated) {
  Object.defineProperty(IncomingHeaders.prototype, name, {
    value(this: IncomingHeaders, ...args: unknown[]) {
      return (this.real[name] as (...args: unknown[]) => unknown)(...args);
    },
  });
}
// `instanceof Headers` holds, for libraries that look.
Object.setPrototypeOf(IncomingHeaders.prototype, Headers.prototype);

export function incomingHeaders(incoming: IncomingMessage): Headers {
  return new IncomingHeaders(incoming) as unknown as Headers;
}
