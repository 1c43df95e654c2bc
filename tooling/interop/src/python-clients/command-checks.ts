import { expect } from "vitest";
import { type Check, withoutPorts } from "../check.ts";
import type { Ran } from "./dbgpt-command.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { readPrettyTable } from "./pretty-table.ts";

const ourAddress = ({ worker }: MixedCluster) => ["--host", "127.0.0.1", "--port", String(worker.port)];

/** The columns of `dbgpt model list` that do not change by themselves. */
async function listed({ dbgpt }: MixedCluster, ...options: string[]): Promise<Record<string, string>[]> {
  const { exitCode, stdout } = await dbgpt(["model", "list", ...options]);
  expect(exitCode).toBe(0);
  return readPrettyTable(stdout).map(({ "Last Heartbeat": _, ...row }) => row);
}

const row = ({ worker }: MixedCluster, name: string, type: string, healthy = true) => ({
  "Model Name": name,
  "Model Type": type,
  Host: "127.0.0.1",
  Port: String(worker.port),
  Healthy: healthy ? "True" : "False",
  Enabled: "True",
  "Prompt Template": "",
});

/** What a command said that went well. */
function succeeded({ exitCode, stdout, stderr }: Ran): string {
  expect([exitCode, stderr]).toEqual([0, ""]);
  return withoutPorts(stdout.trim()).replace(/timecost=[\d.e-]+/, "timecost=SECONDS");
}

/** The last line of its traceback, or what it says of its usage. */
function failure({ exitCode, stderr }: Ran): string {
  expect(exitCode).not.toBe(0);
  return withoutPorts(stderr.trim().split("\n").at(-1) ?? "");
}

const applied = (key: string) =>
  `WorkerApplyOutput(message='model ${key}(HOST:PORT) restart successfully', success=True, timecost=SECONDS)`;

/** Its restart ends with a start, whose message has the model's name in the place of its type. */
const theirsApplied =
  "WorkerApplyOutput(message='model scripted@scripted(HOST:PORT) start successfully', success=True, timecost=SECONDS)";

/** A chat of one question, without what surrounds it. */
async function answer({ dbgpt }: MixedCluster, model: string, question: string): Promise<string> {
  const { exitCode, stdout } = await dbgpt(["model", "chat", "-m", model], `${question}\n/exit\n`);
  const [, said = ""] = /You: Bot: ([\s\S]*?)\n\nYou: /.exec(stdout) ?? [];
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Goodbye!")]);
  return said.trim();
}

/** `dbgpt model ...` against our controller and our worker. In this order: they build on each other. */
export const commandChecks: Check<MixedCluster>[] = [
  {
    row: "model list",
    async run(cluster) {
      const rows = await listed(cluster);
      for (const key of ["echo@llm", "embed@text2vec", "rerank@reranker", "WorkerManager@service"]) {
        const [name = "", type = ""] = key.split("@");
        expect(rows).toContainEqual(row(cluster, name, type));
      }
    },
  },
  {
    row: "model list, of a name and a type",
    async run(cluster) {
      expect(await listed(cluster, "--model_name", "echo")).toEqual([row(cluster, "echo", "llm")]);
      const embed = ["--model_name", "embed", "--model_type", "text2vec"];
      expect(await listed(cluster, ...embed)).toEqual([row(cluster, "embed", "text2vec")]);
      expect(await listed(cluster, "--model_name", "nobody")).toEqual([]);
    },
  },
  {
    row: "model stop",
    async run(cluster) {
      const { dbgpt } = cluster;
      const stop = ["model", "stop", "--model_name", "changing", "--model_type", "llm", ...ourAddress(cluster)];
      expect(succeeded(await dbgpt(stop))).toBe("None");
      expect(await listed(cluster, "--model_name", "changing")).toEqual([row(cluster, "changing", "llm", false)]);
    },
  },
  {
    row: "model stop, of what nobody has",
    async run(cluster) {
      const stop = ["model", "stop", "--model_name", "nobody", ...ourAddress(cluster)];
      expect(failure(await cluster.dbgpt(stop))).toContain("No model nobody@llm on this worker. Running: echo");
    },
  },
  {
    row: "model start --help: our parameters",
    async run(cluster) {
      const { dbgpt } = cluster;
      const help = succeeded(
        await dbgpt(["model", "start", "--model_name", "changing", ...ourAddress(cluster), "--help"]),
      );
      for (const option of ["--answer TEXT", "--thinking TEXT", "--token_delay_ms FLOAT"])
        expect(help).toContain(option);
    },
  },
  {
    row: "model start",
    async run(cluster) {
      const { dbgpt } = cluster;
      const options = ["--answer", "started", "--token_delay_ms", "1", ...ourAddress(cluster)];
      expect(succeeded(await dbgpt(["model", "start", "--model_name", "changing", ...options]))).toBe("None");
      expect(await listed(cluster, "--model_name", "changing")).toEqual([row(cluster, "changing", "llm")]);
      const output = await cluster.fleet.chat.generate({ model: "changing", messages: "go" });
      expect(output).toMatchObject({ text: "started", thinking: "let me think" });
    },
  },
  {
    row: "model start, of what runs already",
    async run(cluster) {
      const start = ["model", "start", "--model_name", "changing", ...ourAddress(cluster)];
      expect(failure(await cluster.dbgpt(start))).toContain("changing@llm runs here already: stop it first.");
    },
  },
  {
    row: "model start, of what nobody knows",
    async run(cluster) {
      const start = ["model", "start", "--model_name", "nobody", ...ourAddress(cluster)];
      expect(failure(await cluster.dbgpt(start))).toBe("ValueError: Not supported model with model name: nobody");
    },
  },
  {
    row: "model restart",
    async run(cluster) {
      const restart = async (...options: string[]) => succeeded(await cluster.dbgpt(["model", "restart", ...options]));
      expect(await restart("--model_name", "echo")).toBe(applied("echo@llm"));
      // Upstream's own workers lose those that were started at run time, and rerankers.
      expect(await restart("--model_name", "changing")).toBe(applied("changing@llm"));
      expect(await restart("--model_name", "rerank", "--model_type", "reranker")).toBe(applied("rerank@reranker"));
      for (const [name, type] of [
        ["echo", "llm"],
        ["changing", "llm"],
        ["rerank", "reranker"],
      ] as const) {
        const rows = await listed(cluster, "--model_name", name, "--model_type", type);
        expect(rows).toEqual([row(cluster, name, type)]);
      }
      expect(await answer(cluster, "echo", "still here")).toBe("still here");
    },
  },
  {
    row: "model restart, of a model on both kinds of workers",
    async run(cluster) {
      const said = succeeded(await cluster.dbgpt(["model", "restart", "--model_name", "scripted"]));
      // Of the two results it shows the first.
      expect([applied("scripted@llm"), theirsApplied]).toContain(said);
      const healthy = (await listed(cluster, "--model_name", "scripted")).map(({ Port, Healthy }) => [Port, Healthy]);
      const ports = [cluster.worker.port, cluster.theirWorker.port].map(String);
      expect(healthy.sort()).toEqual(ports.sort().map((port) => [port, "True"]));
    },
  },
  {
    row: "model chat",
    async run(cluster) {
      expect(await answer(cluster, "echo", "hello there, 世界")).toBe("hello there, 世界");
      const { stdout } = await cluster.dbgpt(
        ["model", "chat", "--model_name", "echo", "--system", "Be brief."],
        "one two\nthree\n/reset\nfour\n/exit\n",
      );
      for (const said of ["Bot: one two", "Bot: three", "Conversation has been reset!", "Bot: four"]) {
        expect(stdout).toContain(said);
      }
    },
  },
  {
    row: "model chat, thinking",
    async run(cluster) {
      // The command cannot show thinking, its own workers' neither, and gives the answer up.
      const message = await answer(cluster, "changing", "why?");
      expect(message).toMatch(/^⚠️ Error: The content( type)? is not text$/);
      return { code: "dbgpt model chat", message };
    },
  },
  {
    row: "model chat, with what nobody has",
    async run(cluster) {
      const message = (await answer(cluster, "nobody", "why?")).replace(/\s+/g, " ");
      expect(message).toContain("not found worker instances for model name nobody and worker type llm");
    },
  },
];
