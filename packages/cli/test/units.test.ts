import { describe, expect, it } from "vitest";
import { kebabOptions } from "../src/argv.ts";
import { findController } from "../src/controller/find-controller.ts";
import { jsonForTerminals } from "../src/terminal/json.ts";
import { rowsOf } from "../src/terminal/rows.ts";

describe("kebabOptions", () => {
  it("understands DB-GPT's spelling, values untouched", () => {
    const args = ["--model_name", "a_b", "--model_type=x_y", "-m", "--json", "--", "--model_name"];
    expect(kebabOptions(args)).toEqual([
      "--model-name",
      "a_b",
      "--model-type=x_y",
      "-m",
      "--json",
      "--",
      "--model_name",
    ]);
  });
});

describe("rowsOf", () => {
  const width = (text: string): number => (text > "\u2e80" ? 2 : 1);
  it.each([
    ["", 1],
    ["abcd", 1],
    ["abcde", 2],
    ["ab\ncd\n", 3],
    ["a你好", 2],
    ["a\tb\tcd", 2],
  ])("%j in four columns takes %i", (text, rows) => {
    expect(rowsOf(text, 4, width)).toBe(rows);
  });
});

describe("jsonForTerminals", () => {
  it("holds no control character and stays the same value", () => {
    const value = { name: "a\u009b31m\u007f\u001b[1m" };
    const json = jsonForTerminals(value);
    const isControl = (character: string): boolean =>
      character < " " || (character >= "\u007f" && character <= "\u009f");
    expect([...json.replaceAll("\n", "")].filter(isControl)).toEqual([]);
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe("findController", () => {
  const { signal } = new AbortController();
  const addresses = ["http://one.test", "http://two.test"];
  const candidates = async () => addresses.map((address) => ({ address, source: "a test" }));

  it("takes the option, then the environment", async () => {
    expect(await findController({ address: "a", environment: "b", signal })).toMatchObject({ address: "a" });
    expect(await findController({ environment: "b", signal })).toMatchObject({ address: "b" });
  });

  it("takes the first that answers, in order, however slow it is", async () => {
    const probe = async (address: string): Promise<void> => {
      if (address === addresses[0]) await new Promise((resolve) => setImmediate(resolve));
    };
    expect(await findController({ signal, candidates, probe })).toMatchObject({ address: addresses[0] });
    const secondOnly = async (address: string): Promise<void> => {
      if (address === addresses[0]) throw new Error("no");
    };
    expect(await findController({ signal, candidates, probe: secondOnly })).toMatchObject({
      address: addresses[1],
      source: "a test",
    });
  });

  it("lists what was tried", async () => {
    const probe = async (): Promise<void> => {
      throw new Error("gone fishing");
    };
    await expect(findController({ environment: "", signal, candidates, probe })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("  http://one.test: gone fishing\n  http://two.test: gone fishing"),
    });
  });

  it("ends when it is interrupted", async () => {
    const interrupt = new AbortController();
    const probe = (_address: string, probing: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => probing.addEventListener("abort", () => reject(probing.reason)));
    const found = findController({ signal: interrupt.signal, candidates, probe });
    interrupt.abort(new DOMException("Interrupted.", "AbortError"));
    await expect(found).rejects.toMatchObject({ name: "AbortError" });
  });
});
