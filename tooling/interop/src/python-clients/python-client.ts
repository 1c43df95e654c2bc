import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonCommand } from "../../launch.mjs";

/** An exception of DB-GPT's own client. */
export class PythonError extends Error {
  /** The name of its class. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Line =
  | { ready: true }
  | { name: string; ok: true; detail: unknown }
  | { name: string; ok: false; error: { type: string; message: string } };

/** DB-GPT's own clients, in a process of that version. */
export interface PythonClient {
  /**
   * One of python_client_calls.py, against that controller.
   *
   * @throws PythonError
   */
  call(controller: string, name: string, args?: Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startPythonClient(version: string): Promise<PythonClient> {
  const [command, path] = pythonCommand(version, "python_client.py");
  const child = spawn(command, [path], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {});
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-16_000);
  });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ended = exited.then(() => Promise.reject(new Error(`python_client.py on ${version} ended:\n${log}`)));
  ended.catch(() => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<Line> => {
    const line = await Promise.race([lines.next(), ended]);
    return line.done ? ended : (JSON.parse(line.value) as Line);
  };
  await next();

  // One call at a time: answers come in the order of the calls.
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (controller: string, name: string, args: Record<string, unknown>): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify({ controller, name, arguments: args })}\n`);
    const line = await next();
    if ("ready" in line || line.name !== name) throw new Error(`Expected an answer to ${name}.`);
    if (!line.ok) throw new PythonError(line.error.type, line.error.message);
    return line.detail;
  };
  return {
    call(controller, name, args = {}) {
      const answer = last.then(() => ask(controller, name, args));
      last = answer.catch(() => {});
      return answer;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
