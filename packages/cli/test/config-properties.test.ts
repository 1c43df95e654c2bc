import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { ConfigFile } from "../src/config/config-file.ts";
import { readConfigKeys } from "../src/config/config-keys.ts";
import { readConfigModels } from "../src/config/config-models.ts";
import { controllerSettings } from "../src/config/controller-settings.ts";
import { parseToml } from "../src/config/parse-toml.ts";
import { CommandError } from "../src/failure.ts";

/** None in the long run, which takes as long as it takes. */
const timeout = fc.readConfigureGlobal().numRuns ? 0 : 30_000;

const secret = "sk-s3cr3t";
const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
});

const text = fc.oneof(
  fc.constantFrom(
    secret,
    `${secret}"`,
    `\${env:${secret}`,
    "qwen",
    "openai",
    "proxy/openai",
    "llama.cpp",
    "echo",
    "builtin",
    "toString",
  ),
  fc.string({ maxLength: 6 }).map((tail) => secret + tail),
);
const value: fc.Arbitrary<string> = fc.oneof(
  text.map((given) => JSON.stringify(given)),
  text.map((given) => `'${given}'`),
  fc.integer().map(String),
  fc.constantFrom(
    "true",
    "nan",
    "inf",
    "1979-05-27",
    `["${secret}"]`,
    `[1, "${secret}"]`,
    `{ a = "${secret}" }`,
    `"constructor"`,
    "[",
    "{",
    "",
  ),
);
const keys = [
  "api_key",
  "api_base",
  "api_url",
  "path",
  "concurrency",
  "weight",
  "key",
  "keys",
  "models",
  "host",
  "port",
  "register",
  "heartbeat_interval",
  "device",
  "prefer_cpu",
  "__proto__",
  "constructor",
  "max_context_size",
] as const;
/** These are what a message is about. */
const named = ["name", "provider", "api_type"] as const;
const plain = fc
  .oneof(
    fc.constantFrom("qwen", "proxy/openai", "llama.cpp", "echo", "builtin", "toString", "openai", "a@b"),
    fc.string({ maxLength: 6 }),
  )
  .map((given) => JSON.stringify(given));
const row = fc.oneof(
  fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: plain }), value),
  fc.tuple(fc.constantFrom(...named), plain),
);
const title = fc.constantFrom(
  "[[models.llms]]",
  "[[models.embeddings]]",
  "[[models.rerankers]]",
  "[models]",
  "[models.llms]",
  "[service.model.controller]",
  "[service.model.worker]",
  "[service]",
  "[[service]]",
  "[[api_keys]]",
  "[__proto__]",
  "[constructor.prototype]",
  "[",
  "[[",
);
const document = fc
  .array(fc.tuple(title, fc.array(row, { maxLength: 6 })), { maxLength: 5 })
  .map((tables) =>
    tables.map(([head, rows]) => [head, ...rows.map(([name, given]) => `${name} = ${given}`)].join("\n")).join("\n"),
  );
const damaged = fc
  .tuple(document, fc.option(fc.nat(), { freq: 3 }))
  .map(([whole, at]) => (at === null ? whole : whole.slice(0, at % (whole.length + 1))));

async function readAll(toml: string): Promise<void> {
  const file = new ConfigFile("fleet.toml", parseToml(toml, "fleet.toml"));
  const readers: (() => unknown)[] = [
    () => readConfigModels(file),
    () => readConfigKeys(file),
    () => controllerSettings(file.section("service", "model", "controller")),
    () => {
      const section = file.section("service", "model", "worker");
      for (const name of ["register", "__proto__", "constructor"]) {
        expect([true, false, undefined]).toContain(section.flag(name));
      }
      section.text("host");
      section.number("port", { min: 0, max: 65_535, whole: true });
      section.list("models");
    },
  ];
  for (const read of readers) {
    try {
      await read();
    } catch (error) {
      complain(error);
    }
  }
}

function complain(error: unknown): void {
  if (!(error instanceof CommandError)) throw error;
  said.push(error.message);
}

test("a configuration is read, or refused in words that repeat nothing secret", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (toml) => {
      said.length = 0;
      try {
        await readAll(toml);
      } catch (error) {
        complain(error);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      for (const message of said) expect(message).not.toContain(secret);
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 300 },
  );
});

test.each([
  ["lists", "a = ", "["],
  ["tables", "a = ", "{ b = "],
])("%s nested without end are refused", (_what, start, nested) => {
  expect(() => parseToml(start + nested.repeat(20_000), "fleet.toml")).toThrow(CommandError);
});

test.each([
  '[__proto__]\nhost = "x"',
  'a.__proto__.host = "x"',
  'a = { __proto__ = { host = "x" } }',
  '"__proto__" = 1',
])("%j is refused, and reaches no other object", (toml) => {
  expect(() => parseToml(toml, "fleet.toml")).toThrow("No key may be named __proto__");
  expect({}).not.toHaveProperty("host");
});

test.each(["constructor", "toString", "yes"])("%j is neither true nor false", (word) => {
  const section = new ConfigFile("fleet.toml", parseToml(`[a]\nregister = "${word}"`, "fleet.toml")).section("a");
  expect(() => section.flag("register")).toThrow(CommandError);
});
