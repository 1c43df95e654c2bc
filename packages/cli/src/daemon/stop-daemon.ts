import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { say, sayAside } from "../terminal/talk.ts";
import { connectTo } from "./control-client.ts";
import { stopAnswer, stopRequest } from "./control-server.ts";
import type { DaemonRecord } from "./daemon-record.ts";
import { forget } from "./daemon-records.ts";

/** What became of it: it ended by itself, had to be killed, or was dead before. */
export type StopOutcome = "stopped" | "killed" | "dead";

export interface StopLimits {
  /** Until it answers that it stops, in milliseconds; one that hangs never does. */
  answerMs: number;
  /** Until it has ended; above the time that answers under way get. */
  endMs: number;
  /** Until it is said that we wait. */
  patienceMs: number;
}

const defaultLimits: StopLimits = { answerMs: 5_000, endMs: 20_000, patienceMs: 1_000 };

/** Ends a process in order, or else by force, and returns when it is gone. @throws CommandError if even that fails */
export async function stopDaemon(
  record: DaemonRecord,
  signal: AbortSignal,
  limits: StopLimits = defaultLimits,
): Promise<StopOutcome> {
  const socket = await connectTo(record.control);
  if (!socket) {
    await forget(record);
    return "dead";
  }
  const { kind, pid } = record;
  const named = `The ${kind} with pid ${pid}`;
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const within = async (ms: number, event: Promise<unknown> = ended): Promise<boolean> => {
    const timer = new AbortController();
    const late = delay(ms, false, { signal: AbortSignal.any([signal, timer.signal]) });
    late.catch(() => {});
    try {
      return await Promise.race([event.then(() => true), late]);
    } catch {
      throw signal.reason;
    } finally {
      timer.abort();
    }
  };
  try {
    const answered = untilAnswered(socket);
    socket.write(stopRequest);
    if (await within(limits.answerMs, Promise.race([answered, ended]))) {
      if (!(await within(limits.patienceMs))) sayAside(`${named} stops as soon as answers under way have ended.`);
      if (await within(limits.endMs)) {
        await forget(record);
        return "stopped";
      }
      say(`${named} did not end within ${limits.endMs / 1_000} seconds: it is killed.`);
    } else say(`${named} does not answer: it is killed.`);
    kill(record, socket);
    if (!(await within(limits.answerMs))) throw new CommandError(`${named} cannot be killed.`, exitCodes.failed);
    await forget(record);
    return "killed";
  } finally {
    socket.destroy();
  }
}

function untilAnswered(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
    if (answer.startsWith(stopAnswer)) resolve();
  });
  return promise;
}

/** Only while the connection stands is it sure whose process id this is. */
function kill({ kind, pid }: DaemonRecord, socket: Socket): void {
  if (socket.closed) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH")
      throw new CommandError(`The ${kind} with pid ${pid} cannot be killed (${code}).`, exitCodes.failed);
  }
}
