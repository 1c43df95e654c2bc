/** `node:assert` is not everywhere, so these few are. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: expected ${e}, got ${a}`);
}

export function ok(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** What `run` throws. Throws itself when `run` does not. */
export async function failureOf(run: () => Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await run();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: expected an error, got ${JSON.stringify(value)}`);
}
