import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { HistoryFile } from "../src/chat/history-file.ts";

it("keeps the newest thousand messages, in a file that stays small and private", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelfleet-history-"));
  try {
    const path = join(folder, "history.jsonl");
    const lines = Array.from({ length: 2_500 }, (_, index) => `${JSON.stringify(`message ${index}\nmore`)}\n`);
    await writeFile(path, lines.join(""), { mode: 0o644 });
    const history = new HistoryFile((reason) => expect.unreachable(reason), path);
    const messages = await history.read();
    expect(messages).toHaveLength(1_000);
    expect(messages[0]).toBe("message 2499\nmore");
    expect((await readFile(path, "utf8")).trimEnd().split("\n")).toEqual(
      lines.slice(-1_000).map((line) => line.trimEnd()),
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    await history.add("x".repeat(10_001));
    await Promise.all(["a", "b", "message 2499\nmore"].map((message) => history.add(message)));
    const again = await new HistoryFile((reason) => expect.unreachable(reason), path).read();
    expect(again.slice(0, 3).sort()).toEqual(["a", "b", "message 2499\nmore"]);
    expect(again.filter((message) => message === "message 2499\nmore")).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["history.jsonl"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
