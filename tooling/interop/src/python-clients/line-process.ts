import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonCommand } from "../../launch.mjs";

/** A Python process that answers each line of JSON with one. */
export interface LineProcess {
  /** Asks one thing at a time, in the order of the calls. */
  ask(question: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @param script of ../../python, whose first line says that it is ready */
export async function startLineProcess(version: string, script: string): Promise<LineProcess> {
  const [command, path] = pythonCommand(version, script);
  const child = spawn(command, [path], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {});
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-16_000);
  });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ended = exited.then(() => Promise.reject(new Error(`${script} on ${version} ended:\n${log}`)));
  ended.catch(() => {});
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await Promise.race([lines.next(), ended]);
    return line.done ? ended : JSON.parse(line.value);
  };
  await next();

  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(question) {
      const answer = last.then(() => {
        child.stdin.write(`${JSON.stringify(question)}\n`);
        return next();
      });
      last = answer.catch(() => {});
      return answer;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
