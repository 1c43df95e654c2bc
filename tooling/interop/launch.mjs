// Starts the interop processes and waits for their ready line. node: modules only.
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Newest first. PyPI's package carries the cluster modules from 0.7.0 on; what 0.6.3 has: see README. */
export const versions = ["0.8.2", "0.7.5", "0.7.0", "0.6.3"];

export const cacheDirectory = process.env.MODELFLEET_INTEROP_CACHE || join(here, "../../node_modules/.cache/interop");

/** Installs the given versions; takes milliseconds when they are there. */
export async function install(...wanted) {
  await promisify(execFile)(join(here, "python/install.sh"), wanted);
}

function pythonOf(version) {
  return join(cacheDirectory, version, "bin/python");
}

/** What runs a script of `python/` on a version: a command and the beginning of its arguments. */
export function pythonCommand(version, script) {
  return [pythonOf(version), join(here, "python", script)];
}

/** `launchPython('0.8.2', 'worker.py', ['--controller', url])`, see each launcher's docstring. */
export function launchPython(version, script, args = []) {
  const [command, path] = pythonCommand(version, script);
  return launch(command, [path, ...args]);
}

export function launchUpstream(args = []) {
  return launch(process.execPath, [join(here, "openai-upstream.mjs"), ...args]);
}

/** Runs python_reader.py to its end and gives its JSON line. */
export async function readWithPython(version, args) {
  const [command, path] = pythonCommand(version, "python_reader.py");
  const { stdout } = await promisify(execFile)(command, [path, ...args]);
  return JSON.parse(stdout);
}

/**
 * Resolves to `{ ...ready line, url, pid, log(), stop(), kill(), exited }` once the process listens.
 * `stop` ends it as an operator would (SIGTERM), `kill` as a crash does; both await its end.
 */
export async function launch(command, args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {});
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    log = (log + text).slice(-64_000);
  });
  const exited = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  const line = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      text += piece;
      if (text.includes("\n")) resolve(text);
    });
    child.on("error", reject);
    void exited.then(({ code, signal }) =>
      reject(new Error(`${args[0]} ended (${code ?? signal}) before it was ready:\n${log}`)),
    );
  });
  const end = (signal) => async () => {
    child.kill(signal);
    return exited;
  };
  const facts = JSON.parse(line);
  return {
    ...facts,
    url: `http://127.0.0.1:${facts.port}`,
    pid: child.pid,
    log: () => log,
    stop: end("SIGTERM"),
    kill: end("SIGKILL"),
    exited,
  };
}
