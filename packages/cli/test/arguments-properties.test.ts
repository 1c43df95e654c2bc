import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { kebabOptions } from "../src/argv.ts";
import type { CommandSpec } from "../src/command-spec.ts";
import { commands } from "../src/command-table.ts";
import { globalOptions } from "../src/global-options.ts";
import { createProgram } from "../src/program.ts";
import { type Invocation, looseOptions, quickParse } from "../src/quick-parse.ts";

/** None in the long run, which takes as long as it takes. */
const timeout = fc.readConfigureGlobal().numRuns ? 0 : 30_000;

// Commander says what it refuses.
beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const value = fc.oneof(
  fc.constantFrom("qwen", "", "-", "--", "-1", "0", "a=b", "llm", "json", "__proto__", "constructor", "--json", "ä ö"),
  fc.string({ maxLength: 6 }),
);

function wordsFor({ path, options, arguments: specs = [] }: CommandSpec): fc.Arbitrary<string[]> {
  const known = [...globalOptions, ...options];
  const option = fc.constantFrom(...known).chain(({ name, short, choices }) => {
    const given = choices ? fc.oneof(fc.constantFrom(...choices), value) : value;
    const forms = [`--${name}`, `--${name.replaceAll("-", "_")}`, `--${name.slice(0, -1)}`, `--no-${name}`];
    const dashed = fc.constantFrom(...forms, ...(short ? [`-${short}`] : []));
    return fc.oneof(
      dashed.map((word) => [word]),
      fc.tuple(dashed, given).map(([word, text]) => [word, text]),
      fc.tuple(dashed, given).map(([word, text]) => [`${word}=${text}`]),
      ...(short ? [given.map((text) => [`-${short}${text}`])] : []),
    );
  });
  const argument = fc.oneof(value, ...specs.flatMap(({ choices }) => (choices ? [fc.constantFrom(...choices)] : [])));
  const rest = fc.array(
    fc.oneof({ weight: 3, arbitrary: option }, { weight: 1, arbitrary: argument.map((a) => [a]) }),
    {
      maxLength: 5,
    },
  );
  return fc.tuple(rest, fc.nat(3), fc.boolean()).map(([parts, place, inside]) => {
    const flat = parts.flat();
    return inside ? [...flat.slice(0, place), ...path, ...flat.slice(place)] : [...path, ...flat];
  });
}

const line = fc.constantFrom(...commands).chain(wordsFor);

async function byCommander(args: readonly string[]): Promise<Invocation | undefined> {
  let invocation: Invocation | undefined;
  const program = createProgram(async (parsed) => {
    invocation = parsed;
  }, commands);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch {
    // It refuses, or shows its help.
  }
  return invocation;
}

test("what is read quickly is read as commander reads it", { timeout }, async () => {
  let quickly = 0;
  await fc.assert(
    fc.asyncProperty(line, async (words) => {
      const args = kebabOptions(words);
      const quick = quickParse(args);
      if (!quick) return;
      quickly++;
      const slow = await byCommander(args);
      expect(slow?.command.path).toEqual(quick.command.path);
      expect(slow?.options).toEqual(quick.options);
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 300 },
  );
  expect(quickly).toBeGreaterThan(0);
});

test("no words break what reads them before commander does", () => {
  fc.assert(
    fc.property(fc.constantFrom(...commands), fc.array(value, { maxLength: 6 }), (command, words) => {
      const args = [...command.path, ...words];
      quickParse(kebabOptions(args));
      const loose = looseOptions(command, args);
      expect(Object.getPrototypeOf(loose)).toBe(Object.prototype);
    }),
  );
});
