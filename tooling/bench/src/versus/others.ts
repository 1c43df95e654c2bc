import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, launchPython } from "@modelfleet/interop/launch";
import { freePort } from "@modelfleet/runtimes/free-port";
import { apiKey, model } from "../serving/answers.ts";
import { pin } from "../serving/machine.ts";
import { installLitellm, installPortkey, versions } from "./installed.ts";
import { type Opened, open } from "./process.ts";

const dbgptVersion = "0.8.2";

/** A server of others in front of the same upstream. */
export interface Other {
  name: string;
  /** Which of the upstream's protocols it speaks: only DB-GPT's own server speaks a worker's. */
  behind: "worker" | "OpenAI";
  path: string;
  headers(upstreamPort: number): Record<string, string>;
  /** How many times our rates are at least its own. */
  target: number;
  open(upstreamPort: number): Promise<Opened>;
}

const bearer = { authorization: `Bearer ${apiKey}` };

export const others: readonly Other[] = [
  {
    name: `dbgpt ${dbgptVersion}`,
    behind: "worker",
    path: "/api/v1/chat/completions",
    headers: () => ({}),
    target: 10,
    async open(upstreamPort) {
      await install(dbgptVersion);
      const controller = `http://127.0.0.1:${upstreamPort}`;
      const launched = await launchPython(dbgptVersion, "apiserver.py", ["--controller", controller]);
      pin(launched.pid, "server");
      return { pid: launched.pid, port: launched.port, close: async () => void (await launched.stop()) };
    },
  },
  {
    name: `litellm ${versions.litellm}`,
    behind: "OpenAI",
    path: "/v1/chat/completions",
    headers: () => bearer,
    target: 10,
    async open(upstreamPort) {
      const command = await installLitellm();
      const folder = mkdtempSync(join(tmpdir(), "modelfleet-bench-"));
      const config = join(folder, "litellm.json");
      const upstream = { model: `openai/${model}`, api_base: `http://127.0.0.1:${upstreamPort}/v1`, api_key: "none" };
      const settings = {
        model_list: [{ model_name: model, litellm_params: upstream }],
        general_settings: { master_key: apiKey },
        litellm_settings: { telemetry: false, set_verbose: false },
      };
      // JSON is YAML.
      writeFileSync(config, JSON.stringify(settings));
      const port = await freePort();
      const args = ["--config", config, "--host", "127.0.0.1", "--port", String(port), "--num_workers", "1"];
      const env = { LITELLM_LOG: "ERROR", LITELLM_LOCAL_MODEL_COST_MAP: "True" };
      const opened = await open(command, args, port, env).finally(() => rmSync(folder, { recursive: true }));
      return opened;
    },
  },
  {
    name: `portkey ${versions.portkey}`,
    behind: "OpenAI",
    path: "/v1/chat/completions",
    headers: (upstreamPort) => ({
      ...bearer,
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `http://127.0.0.1:${upstreamPort}/v1`,
    }),
    target: 3,
    async open() {
      const script = await installPortkey();
      const port = await freePort();
      const headers = new URL("./portkey-headers.mjs", import.meta.url).href;
      return open(process.execPath, [`--import=${headers}`, script, `--port=${port}`, "--headless"], port);
    },
  },
];
