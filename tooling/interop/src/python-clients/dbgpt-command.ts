import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { startLineProcess } from "./line-process.ts";

/** How a command ended, and what it printed. */
export interface Ran {
  exitCode: number;
  /** Without control sequences. */
  stdout: string;
  stderr: string;
}

export interface DbgptCommandOptions {
  /** What is typed. */
  input?: string | undefined;
  env?: Record<string, string>;
}

/** DB-GPT's own command line, of one version. */
export interface DbgptCommand {
  /** `run(["model", "list"])` is `dbgpt model list`. */
  run(args: readonly string[], options?: DbgptCommandOptions): Promise<Ran>;
  stop(): Promise<void>;
}

/** @param program what it takes itself for: `dbgpt stop` looks for processes of that name */
export async function startDbgptCommand(version: string, program = "dbgpt"): Promise<DbgptCommand> {
  // `dbgpt model chat` keeps its history there.
  const home = await mkdtemp(join(tmpdir(), "modelfleet-interop-home-"));
  const { ask, stop } = await startLineProcess(version, "dbgpt_command.py");
  return {
    async run(args, { input = "", env = {} } = {}) {
      const command = { arguments: args, input, env: { HOME: home, TERM: "xterm", ...env }, program };
      const { exitCode, stdout, stderr } = (await ask(command)) as Ran;
      return { exitCode, stdout: stripVTControlCharacters(stdout), stderr };
    },
    async stop() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
