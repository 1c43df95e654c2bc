/** One check of a tier: a command that passes when it exits with 0. */
export interface Step {
  /** Shown in the summary; unique within the tier. */
  name: string;
  /** Program and arguments; programs of `node_modules/.bin` are on the path. */
  command: [string, ...string[]];
  /** Names of steps that must have passed before this one starts. */
  needs?: string[];
  /** A step that runs longer is killed and has failed, so that a hang says where it hangs. */
  timeoutMinutes: number;
  /** The command is vitest: its tests are counted one by one instead of the step as a whole. */
  vitest?: boolean;
  /** Long suites write straight to the terminal, others speak only when they fail. */
  live?: boolean;
}

export interface StepResult {
  name: string;
  seconds: number;
  passed: number;
  failed: number;
  skipped: number;
  /** What a reader of the summary should know besides the numbers. */
  note: string;
  output: string;
}
