/**
 * The headers of an answer that is made and written in this process, in the form of the web's `Headers`: what apps do
 * to them is done to an object, and everything else by real ones.
 */
class PlainHeaders {
  readonly #values: Map<string, string>;

  constructor(values: Map<string, string>) {
    this.#values = values;
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  forEach(visit: (value: string, name: string, headers: Headers) => void): void {
    for (const [name, value] of this) visit(value, name, this as unknown as Headers);
  }

  getSetCookie(): string[] {
    return [];
  }

  keys(): IterableIterator<string> {
    return this.#values.keys();
  }

  values(): IterableIterator<string> {
    return this.#values.values();
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}
// `instanceof Headers` holds, for libraries that look.
Object.setPrototypeOf(PlainHeaders.prototype, Headers.prototype);

export function plainHeaders(values: Map<string, string>): Headers {
  return new PlainHeaders(values) as unknown as Headers;
}
