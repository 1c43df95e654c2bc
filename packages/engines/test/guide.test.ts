import { createGuideEngine, type GuideDocument, guideDescriptions } from "@modelfleet/engines/builtin";
import { expect, test } from "vitest";
import { ask, readOutputs } from "./support/read-outputs.ts";

const whatItIs = "not a language model";

async function answer(question: string): Promise<string> {
  return (await createGuideEngine().generate(ask(question))).text;
}

// Against modelfleet's own documentation, so loosely.
test.each([
  ["What is modelfleet?", /`README\.md`/],
  ["How do I stream a chat in the browser?", /packages\/client\/README\.md/],
  ["How do I start a fleet?", /^\*\*modelfleet › A fleet of your own/],
  ["which timeouts are there?", /firstFrameMs/],
  ["how do I test my app without a cluster?", /packages\/testing\/README\.md/],
  ["What DB-GPT versions are supported?", /Compatibility/],
])("%s", async (question, expected) => {
  const text = await answer(question);
  expect(text).toMatch(expected);
  expect(text).toContain("Sources:");
  expect(text).toContain(whatItIs);
});

test.each(["What is the capital of France?", "Why is the sky blue?", "天空为什么是蓝色的？"])(
  "says so when nothing fits: %s",
  async (question) => {
    const text = await answer(question);
    expect(text).toMatch(/^I found nothing in the documentation/);
    expect(text).toContain(whatItIs);
    expect(text).not.toContain("Sources:");
  },
);

test.each(["hello", "Who are you?", ""])("introduces itself: %j", async (question) => {
  expect(await answer(question)).toMatch(/^Ask me something about modelfleet\./);
});

const documents: GuideDocument[] = [
  { source: "a.md", title: "Kettle", text: "Boils water." },
  { source: "b.md", title: "Kettle › Descaling", text: "Use vinegar.\n\n```sh\nscrub --teapot\n```" },
  {
    source: "c.md",
    title: "Toaster › Settings",
    text: `How it browns.\n\n| name | effect |\n|---|---|\n${Array.from({ length: 40 }, (_, i) => `| level${i} | browns for ${i} seconds |`).join("\n")}\n| crumbs | opens the tray |`,
  },
];

test("streams documents of one's own piece by piece, with usage", async () => {
  const delays: number[] = [];
  const engine = createGuideEngine({
    documents,
    tokenDelayMs: 7,
    delay: async (ms) => {
      delays.push(ms);
    },
  });
  const outputs = await readOutputs(engine.generateStream(ask("What does descaling need?")));
  const last = outputs.at(-1);
  expect(outputs.map((output) => output.delta).join("")).toBe(last?.text);
  // The code belongs to the answer.
  expect(last?.text).toMatch(/^\*\*Kettle › Descaling\*\*\n\nUse vinegar\.\n\n```sh\nscrub --teapot\n```/);
  expect(last?.text).toContain("- Kettle › Descaling (`b.md`)");
  expect(outputs.length).toBeGreaterThan(10);
  expect(delays).toHaveLength(outputs.length - 1);
  expect(delays.every((ms) => ms === 7)).toBe(true);
  expect(last).toMatchObject({
    finishReason: "stop",
    usage: { promptTokens: 4, completionTokens: outputs.length - 1 },
  });
});

test("code is shown, but not searched", async () => {
  const engine = createGuideEngine({ documents });
  expect((await engine.generate(ask("teapot?"))).text).toMatch(/^I found nothing/);
});

test("of a long table shows the rows that are asked for", async () => {
  const { text } = await createGuideEngine({ documents }).generate(ask("toaster crumbs"));
  expect(text).toContain("| crumbs | opens the tray |");
  expect(text).not.toContain("level7");
});

test("a question that fits nothing alone is read with the one before it", async () => {
  const { text } = await createGuideEngine({ documents }).generate({
    model: "guide",
    messages: [
      { role: "human", content: "Tell me about descaling." },
      { role: "ai", content: "Use vinegar." },
      { role: "human", content: "And with lemon?" },
    ],
  });
  expect(text).toContain("Use vinegar.");
});

test("keeps to the request's limits, and ends when aborted", async () => {
  const engine = createGuideEngine({ documents });
  expect(await engine.generate(ask("kettle", { maxNewTokens: 2 }))).toMatchObject({ finishReason: "length" });
  expect((await engine.generate(ask("descaling", { stop: "vinegar" }))).text).toMatch(/Use $/);
  const abort = new AbortController();
  const stream = engine.generateStream(ask("kettle"), { signal: abort.signal })[Symbol.asyncIterator]();
  await stream.next();
  abort.abort();
  await expect(stream.next()).rejects.toThrow("aborted");
});

test("says what it is in its metadata, and takes its parameter", async () => {
  const engine = createGuideEngine();
  expect((await engine.getModelMetadata({ model: "guide" })).description).toContain("Not a language model");
  expect(await engine.parameterDescriptions({ model: "guide", workerType: "llm" })).toEqual(guideDescriptions);
  await engine.start({ token_delay_ms: 0 });
  expect(() => createGuideEngine({ docs: [] } as never)).toThrow("is not valid");
  expect(await engine.countToken({ model: "guide", prompt: "one two" })).toBe(2);
  await engine.stop();
  await expect(engine.generate(ask("kettle"))).rejects.toThrow("The engine guide was stopped.");
  await expect(engine.start({ token_delay_ms: -1 })).rejects.toMatchObject({ code: "invalid_input" });
});
