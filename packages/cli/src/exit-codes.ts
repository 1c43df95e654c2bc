/** What the shell learns of a command. Documented in README.md and in `--help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  noModel: 4,
  modelError: 5,
  /** 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `Exit codes:
  0    success
  1    anything else that went wrong
  2    wrong usage
  3    the cluster cannot be reached
  4    no such model, or no healthy instance of it
  5    the model reported an error
  130  interrupted`;
