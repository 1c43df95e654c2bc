import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Row, Target } from "./row.ts";

interface Measured {
  name: string;
  /** In bytes. */
  size?: number;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** What a page loads to stream a chat, minified and gzipped, bundled as the size budget's own check does. */
export async function size(): Promise<Row[]> {
  const args = ["node_modules/size-limit/bin.js", "--json", "--config", "tooling/bench/size-limit.mjs"];
  // A size above the budget ends it with an error, and is a row all the same.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
    (error: Error & { stdout: string }) => error,
  );
  const measured = JSON.parse(stdout) as Measured[];
  const sizeOf = (name: string): number => {
    const { size: bytes } = measured.find((check) => check.name === name) ?? {};
    if (!bytes) throw new Error(`The size of ${name} is not known. Run the build first.`);
    return bytes;
  };
  const ours = sizeOf("ours");
  const row = (comparedWith: string, bytes: number, target: Target): Row => ({
    what: "size of createFleet, streaming a chat in a browser",
    ours: kilobytes(ours),
    comparedWith: `${comparedWith}: ${kilobytes(bytes)}`,
    ratio: ours / bytes,
    unit: "x",
    target,
  });
  return [
    row("budget", 18_000, { most: 1 }),
    row("openai", sizeOf("openai"), { most: 0.25 }),
    row("ai, @ai-sdk/openai-compatible", sizeOf("ai"), { most: 0.1 }),
  ];
}
