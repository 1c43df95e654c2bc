import { expect, test } from "vitest";
import { createTransport } from "../src/index.ts";

// `createTransport({ fetch: globalThis.fetch })`: browsers and workerd throw "Illegal invocation" otherwise.
test("calls the given fetch as a plain function, not as a method", async () => {
  const callers: unknown[] = [];
  async function fetch(this: unknown): Promise<Response> {
    callers.push(this);
    return Response.json(1);
  }
  expect(await createTransport({ fetch }).json({ method: "GET", url: "http://worker.test/" })).toBe(1);
  expect(callers).toEqual([undefined]);
});
