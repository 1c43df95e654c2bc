import { describe, expect, it } from "vitest";
import { ChatPlace, seen, typeUntil } from "./support/terminal-chat.ts";

const answer = `# Two ways

A worker runs **one** model or *several*; see [the docs](https://example.com/workers). 模型工作节点运行模型，控制器保存它们的注册信息，客户端从那里找到它们。

1. Start a controller
2. Start a worker:
   - \`modelfleet start worker --model ollama:qwen3\`
   - 或者使用 Ollama 😀

\`\`\`sh
modelfleet up --model builtin   # both at once, and an API server
\`\`\`

| Part | 端口 | What it does |
|:--|--:|:--|
| controller | 8000 | keeps the registry of instances, and answers who runs what |
| worker | 8001 | 运行模型 |

> That is all.`;

/** The same in every run. */
function masked(screen: string): string {
  const same = screen
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:8000")
    .replaceAll(/\b[\d.]+ (m?s|tokens\/s)(?=\s|$)/g, (_found, unit: string) => `1 ${unit === "ms" ? "s" : unit}`)
    .replaceAll(/\b1 m?s\b/g, "1 s");
  return `${same}\n`;
}

describe.each([80, 120])("on a terminal of %i columns", { timeout: 120_000 }, (columns) => {
  const terminal = { columns, rows: 40 };

  it("a chat looks as it did", async () => {
    await using place = await ChatPlace.create({ answer, thinking: "Which ways are there?", contextLength: 4096 });
    await using command = await place.chat({ terminal });
    await typeUntil(command, "How do I run a worker?\r", " %");
    await typeUntil(command, "/system Be brief.\r", "System prompt: Be brief.");
    await command.shows("> ", command.screen.lastIndexOf("Be brief."));
    await expect(masked(await seen(command, columns, 60))).toMatchFileSnapshot(`captures/chat-${columns}.txt`);
  });

  it("a comparison looks as it did", async () => {
    await using place = await ChatPlace.create(
      { name: "qwen3", answer },
      { name: "guide", answer: "No.\n\n- Not at all." },
    );
    await using command = place.start(["compare", "-m", "qwen3", "-m", "guide", "how?"], { terminal });
    expect(await command.exit).toBe(0);
    // What stands below the answers is wrapped by its numbers.
    const [answers = ""] = (await seen(command, columns, 80)).split(/\n\n(?=\d+ tokens? in)/);
    await expect(`${answers}\n`).toMatchFileSnapshot(`captures/compare-${columns}.txt`);
  });
});
