import { createFleet, InvalidInputError } from "@modelfleet/client";
import { expect, test } from "vitest";

test.each(["", " , ", "ftp://host", "http://", "http://user:secret@host", "http://user:secret@host:99999"])(
  "the controller %j is refused",
  (controller) => {
    expect(() => createFleet({ controller })).toThrow(InvalidInputError);
    expect(() => createFleet({ controller })).not.toThrow(/secret/);
  },
);

test.each<[string, unknown, RegExp]>([
  ["a misspelt option", { controler: "http://127.0.0.1:8000" }, /controller: expected .*controller/],
  ["an unknown option", { controller: "http://127.0.0.1:8000", tokens: "x" }, /tokens: there is no such field/],
  [
    "a policy that is no function",
    { controller: "http://127.0.0.1:8000", policy: "random" },
    /policy: must be a function/,
  ],
  [
    "a misspelt limit on time",
    { controller: "http://127.0.0.1:8000", timeouts: { firstFrame: 1 } },
    /timeouts.firstFrame: there is no such field/,
  ],
  ...(
    [
      [{ maxFrameBytes: -1 }, /maxFrameBytes: must be a whole number of at least 1/],
      [{ maxFrameBytes: 0.5 }, /maxFrameBytes: must be a whole/],
      [{ maxFrameBytes: 0 }, /maxFrameBytes: must be a whole/],
      [{ timeouts: { idleMs: -1 } }, /timeouts.idleMs: must be a finite number of at least 0/],
      [{ timeouts: { connectMs: Number.NaN } }, /timeouts.connectMs/],
      [{ cache: { freshMs: -1 } }, /cache.freshMs: must be/],
      [{ cache: { staleMs: -1 } }, /cache.staleMs: must be/],
      [{ breaker: { restMs: -1 } }, /breaker.restMs: must be/],
      [{ breaker: { maxRestMs: -1 } }, /breaker.maxRestMs: must be/],
    ] as const
  ).map(([options, message]): [string, unknown, RegExp] => [
    JSON.stringify(options),
    { controller: "http://127.0.0.1:8000", ...options },
    message,
  ]),
  ["no options at all", undefined, /expected Object, found undefined/],
])("%s is refused when the fleet is made", (_, options, message) => {
  expect(() => createFleet(options as never)).toThrow(InvalidInputError);
  expect(() => createFleet(options as never)).toThrow(message);
});
