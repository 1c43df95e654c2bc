import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { forms, serve } from "./servers.ts";

const [, [, open]] = forms as [unknown, (typeof forms)[number]];

test("pieces stay as they are while later ones are read, of a body that outgrows every buffer", async () => {
  const body = randomBytes(3_000_000);
  const url = await serve((_, response) => {
    for (let start = 0; start < body.length; start += 50_000) response.write(body.subarray(start, start + 50_000));
    response.end();
  });
  const { bytes } = await open().stream({ method: "GET", url });
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) {
    pieces.push(piece);
    // A slow reader: the socket is paused and resumed on the way.
    if (pieces.length === 1) await new Promise((wake) => setTimeout(wake, 50));
  }
  expect(Buffer.concat(pieces).equals(body)).toBe(true);
});

test("answers that end with their connection are read to it", async () => {
  const url = await serve((_, response) => {
    response.shouldKeepAlive = false;
    response.useChunkedEncodingByDefault = false;
    // Before the end, so that there is no length either.
    response.write("x".repeat(100_000));
    response.end("x".repeat(100_000));
  });
  const { bytes } = await open().stream({ method: "GET", url });
  let length = 0;
  for await (const piece of bytes) length += piece.length;
  expect(length).toBe(200_000);
});
