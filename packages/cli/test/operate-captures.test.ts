import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { masked } from "./support/captured.ts";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command } from "./support/command.ts";
import { offerModels } from "./support/operate.ts";
import { screenAfter } from "./support/screen.ts";

const rows = 30;

let test: TestCluster;
beforeAll(async () => {
  test = await startCluster({
    workers: 2,
    models: [
      { name: "qwen2.5-72b-instruct" },
      { name: "sick", workers: 1 },
      { name: "通义千问-plus", workers: 1 },
      { name: "bge-m3", type: "text2vec", workers: 1 },
    ],
  });
  test.cluster.fault("*", { type: "unhealthy", workerKey: "sick@llm" });
  const described = { param_class: "dbgpt.Parameters", is_array: false };
  await offerModels(test, [
    {
      model: "通义千问-plus",
      provider: "proxy/tongyi",
      params: [
        {
          ...described,
          param_name: "name",
          param_type: "string",
          required: true,
          description: "The name of the model.",
        },
        {
          ...described,
          param_name: "api_key",
          param_type: "string",
          required: true,
          ext_metadata: { tags: "privacy" },
        },
        {
          ...described,
          ...{ param_name: "region", param_type: "string", default_value: "中国", valid_values: ["中国", "global"] },
          description: "Where its servers are, which is where what is asked goes to and where answers are made.",
        },
        { ...described, param_name: "concurrency", param_type: "integer", default_value: 5, description: "并发数" },
      ],
    },
    { model: "qwen3-32b", provider: "vllm" },
  ]);
}, 30_000);
afterAll(() => test[Symbol.asyncDispose]());

describe.each([80, 120])("on a terminal of %i columns", { timeout: 30_000 }, (columns) => {
  const start = (...args: string[]) => {
    const env = { CONTROLLER_ADDRESS: test.address };
    return new Command(args, { terminal: { columns, rows }, env });
  };
  /** The screen, with every worker's port masked in its place. */
  const seen = async (command: Command): Promise<string> => {
    const { lines } = await screenAfter(command.stdout, columns, rows);
    return masked(lines)
      .replaceAll(/(127\.0\.0\.1 +)\d{5}\b/g, "$1#####")
      .replaceAll(/(--port )\d{5}/g, "$1#####");
  };
  /** Until a question is there as a whole: its lines come in pieces of any size, and below them all is this sign. */
  const asks = async (command: Command, question: string) => {
    await command.shows(question);
    await command.shows("└", command.screen.indexOf(question));
  };
  const matches = async (command: Command, name: string) => {
    await expect(await seen(command)).toMatchFileSnapshot(`captures/${name}-${columns}.txt`);
  };

  it.each([
    ["list", ["model", "list"]],
    ["supported", ["model", "list", "--supported"]],
    ["info", ["model", "info", "-m", "通义千问-plus"]],
    ["start-help", ["model", "start", "-m", "通义千问-plus", "--help"]],
  ])("%s looks as it did", async (name, args) => {
    await using command = start(...args);
    expect(await command.exit).toBe(0);
    await matches(command, name);
  });

  it("a list that is watched looks as it did", async () => {
    await using command = start("model", "list", "--watch");
    await command.shows("Ctrl-C leaves");
    await matches(command, "watch");
  });

  it("a start step by step looks as it did", async () => {
    await using command = start("model", "start");
    await command.shows("Which model?");
    command.type("\x1b[B\r");
    await command.shows("Which parameters to set?");
    command.type("\x1b[B \r");
    await command.shows("api_key:");
    command.type("secret\r");
    await asks(command, "concurrency: 并发数");
    await matches(command, "start-steps");
  });

  it("a question before a restart looks as it did", async () => {
    await using command = start("model", "restart", "-m", "bge-m3", "--model-type", "text2vec");
    await asks(command, "Restart bge-m3@text2vec");
    await matches(command, "restart");
  });
});
