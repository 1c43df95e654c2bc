export interface Ended {
  code: number | null;
  signal: string | null;
}

/** A process that serves. */
export interface Launched {
  port: number;
  url: string;
  /** `package`, `launcher` or `upstream`: see the README. */
  mode: string;
  /** Worker keys; workers only. */
  models?: string[];
  pid: number;
  /** The end of its stderr. */
  log(): string;
  /** Ends it as an operator would (SIGTERM). */
  stop(): Promise<Ended>;
  /** Ends it as a crash does. */
  kill(): Promise<Ended>;
  exited: Promise<Ended>;
}

export interface PythonReading {
  streams: number;
  outputs: number;
  characters: number;
  errors: number;
  cpuSeconds: number;
  wallSeconds: number;
}

/** Newest first. */
export const versions: readonly string[];
export const cacheDirectory: string;
export function install(...versions: string[]): Promise<void>;
export function pythonCommand(version: string, script: string): [command: string, path: string];
export function launchPython(version: string, script: string, args?: readonly string[]): Promise<Launched>;
export function launchUpstream(args?: readonly string[]): Promise<Launched>;
export function launch(command: string, args: readonly string[]): Promise<Launched>;
export function readWithPython(version: string, args: readonly string[]): Promise<PythonReading>;
