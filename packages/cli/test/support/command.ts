import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as afterPoll } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll } from "vitest";
import { inheritedEnv } from "./inherited-env.ts";

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const terminalHelper = fileURLToPath(new URL("./run_on_terminal.py", import.meta.url));
/** How `modelfleet` is called: from its sources. */
export const program: readonly string[] = [
  process.execPath,
  "--conditions=modelfleet-source",
  "--disable-warning=ExperimentalWarning",
  bin,
];

/** Of what Node makes of the sources: with it a process takes a third of the time. By content, so it is never stale. */
const compileCache = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

/** Nobody's: what the person who runs the tests has in the background, or in histories, is none of theirs. */
const state = mkdtempSync(join(tmpdir(), "modelfleet-state-"));
// At the end of the file that imports this: workers of the test runner have no end of their own that could be heard.
afterAll(() => rmSync(state, { recursive: true, force: true }));

export interface RunOptions {
  env?: Record<string, string>;
  /** Runs on a pseudo-terminal of this size. */
  terminal?: { columns: number; rows: number };
  /** In place of `modelfleet`. */
  program?: readonly string[];
}

/** A command line that runs as a process of its own, as a user's does. */
export class Command implements AsyncDisposable {
  stdout = "";
  stderr = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly #listeners = new Set<() => void>();
  /** Whether it has ended, and all that it wrote has been read, of which some may come after word of its end. */
  #ended = false;

  constructor(args: readonly string[], { env = {}, terminal, program: called = program }: RunOptions = {}) {
    const command = terminal
      ? ["python3", terminalHelper, String(terminal.columns), String(terminal.rows), ...called, ...args]
      : [...called, ...args];
    this.child = spawn(command[0] as string, command.slice(1), {
      env: {
        ...inheritedEnv(),
        TERM: "xterm-256color",
        XDG_STATE_HOME: state,
        NODE_COMPILE_CACHE: compileCache,
        ...env,
      },
      stdio: "pipe",
    });
    // What is typed to one that has just ended is lost; how it ended is what tests look at.
    this.child.stdin?.on("error", () => undefined);
    this.child.stdout?.setEncoding("utf8").on("data", (data: string) => {
      this.stdout += data;
      this.#notify();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (data: string) => {
      this.stderr += data;
      this.#notify();
    });
    this.exit = new Promise((resolve) => {
      this.child.once("close", (code) => {
        this.#ended = true;
        resolve(code);
        this.#notify();
      });
    });
  }

  /** What was printed, or shown on the terminal, without its control sequences. */
  get screen(): string {
    return stripVTControlCharacters(withoutBegun(this.stdout));
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void {
    this.type(`\x1b[8;${rows};${columns}t`);
  }

  endInput(): void {
    this.child.stdin?.end();
  }

  /** Resolves once standard output, or the terminal, has shown `text` after what had been shown at `from`. */
  async shows(text: string, from = 0): Promise<void> {
    await this.#until(() => this.screen.slice(from).includes(text), `${JSON.stringify(text)} to be shown`);
  }

  /** As `shows`, of what the terminal got, sequences and all. */
  async gets(text: string, from = 0): Promise<void> {
    await this.#until(() => this.stdout.slice(from).includes(text), `${JSON.stringify(text)} to be written`);
  }

  async says(text: string): Promise<void> {
    await this.#until(() => this.stderr.includes(text), `${JSON.stringify(text)} to be said`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    await this.exit;
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    while (!holds()) {
      if (this.#ended) {
        throw new Error(`Ended with ${this.child.exitCode} before ${what}.\n${this.stdout}\n${this.stderr}`);
      }
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
    // What it had written by then to its other pipe has been read as well after a whole look at all of them.
    await afterPoll();
    await afterPoll();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Without a control sequence of which the rest has not come yet: terminals hand out what was written in pieces, and what
 * is a character now would be none later.
 */
function withoutBegun(output: string): string {
  const last = output.lastIndexOf("\x1b");
  const begun = output.slice(last + 1);
  const isBegun = last >= 0 && /^(\[[\d;:?<=>]*|\].*)?$/s.test(begun) && !begun.includes("\x07");
  return isBegun ? output.slice(0, last) : output;
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
  { input = "", ...options }: RunOptions & { input?: string } = {},
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  await using command = new Command(args, options);
  command.type(input);
  command.endInput();
  const exitCode = await command.exit;
  return { exitCode, stdout: command.stdout, stderr: command.stderr };
}
