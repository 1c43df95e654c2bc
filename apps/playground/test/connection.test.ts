import { createFleet } from "@modelfleet/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { diagnose, isMixedContent } from "../src/fleet-connection/connection-problem.ts";
import { readAddress } from "../src/fleet-connection/connection-target.ts";

beforeEach(() => vi.stubGlobal("location", new URL("https://page.example/")));
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["127.0.0.1:8000", "http://127.0.0.1:8000"],
  ["localhost:8000/", "http://localhost:8000"],
  ["controller:8000", "http://controller:8000"],
  ["192.168.1.5:8000", "http://192.168.1.5:8000"],
  ["[::1]:8000", "http://[::1]:8000"],
  ["fleet.example.com/models/", "https://fleet.example.com/models"],
  ["http://fleet.example.com", "http://fleet.example.com"],
  ["https://user:secret@fleet.example.com", "https://fleet.example.com"],
  ["", undefined],
  ["not an address", undefined],
  ["ftp://fleet.example.com", undefined],
])("%s is %s", (typed, address) => expect(readAddress(typed)).toBe(address));

test("an https page may call http on this machine only", () => {
  const page = new URL("https://page.example");
  expect(isMixedContent(page, new URL("http://fleet.example"))).toBe(true);
  expect(isMixedContent(page, new URL("http://127.0.0.1:8000"))).toBe(false);
  expect(isMixedContent(page, new URL("http://localhost:8000"))).toBe(false);
  expect(isMixedContent(new URL("http://page.example"), new URL("http://fleet.example"))).toBe(false);
});

async function failureOf(fetch: typeof globalThis.fetch, controller: string): Promise<unknown> {
  return createFleet({ controller, fetch })
    .instances()
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

const answering =
  (status: number, body: string, type = "text/html") =>
  async () =>
    new Response(body, { status, headers: { "content-type": type } });
const refusing = async () => {
  throw new TypeError("Failed to fetch");
};

test.each([
  ["token", answering(401, "{}", "application/json"), "https://fleet.example", refusing],
  ["not-a-controller", answering(200, "<html></html>"), "https://fleet.example", refusing],
  ["mixed-content", refusing, "http://fleet.example", refusing],
  ["cors", refusing, "https://fleet.example", answering(200, "")],
  ["unreachable", refusing, "https://fleet.example", refusing],
])("says what stands in the way: %s", async (kind, fetch, address, probe) => {
  expect(await diagnose(await failureOf(fetch, address), address, probe)).toMatchObject({ kind });
});
