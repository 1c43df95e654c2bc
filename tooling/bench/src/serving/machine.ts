import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Where the measured server runs, and where everything else does: what loads it must take nothing of it. */
const cores = { server: "0", others: "1" } as const;

/** Ticks of `/proc` in a second; the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

let unpinned: string | undefined;

/** Puts all threads of a process on its core. Where the system cannot, it says so once, and measures without. */
export function pin(pid: number, role: keyof typeof cores): void {
  if (unpinned !== undefined) return;
  try {
    if (availableParallelism() < 2) throw new Error("there is one core only");
    execFileSync("taskset", ["-a", "-c", "-p", cores[role], String(pid)], { stdio: "pipe" });
  } catch (error) {
    unpinned = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    process.stderr.write(`servers: not on a core of their own: ${unpinned}\n`);
  }
}

/** CPU seconds of a process so far, user and system, its threads included. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory that a process has now, in MB. */
export function memoryMbOf(pid: number): number {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
