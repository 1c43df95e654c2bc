import { kebabOptions } from "./argv.ts";
import { commands } from "./command-table.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandOf, type Invocation, looseOptions, quickParse } from "./quick-parse.ts";

/** Runs one command. Its exit code is left in `process.exitCode`, so that all output gets out first. */
export async function main(args: readonly string[]): Promise<void> {
  endWithOutput(process.stdout);
  // Nobody is left to be told: what was asked for is done all the same, and a server goes on.
  process.stderr.on("error", () => undefined);
  const normalized = kebabOptions(args);
  try {
    // Not in the tables, which it reads, and not for people.
    if (args[0] === "__complete") return await completeWords(args.slice(1));
    const invocation = quickParse(normalized);
    if (invocation) await run(invocation);
    else await runByCommander(normalized);
  } catch (error) {
    // Here and not above: it needs the client, which commands that go well have no use for.
    const { report } = await import("./report.ts");
    process.exitCode = report(error);
  }
}

async function completeWords(args: readonly string[]): Promise<void> {
  const { complete } = await import("./commands/complete.ts");
  process.exitCode = await complete(args[0] === "--" ? args.slice(1) : args);
}

async function runByCommander(args: readonly string[]): Promise<void> {
  const { createProgram } = await import("./program.ts");
  const command = commandOf(args);
  const special = await command?.specialize?.(command, looseOptions(command, args) as never);
  const known = special ? commands.map((other) => (other === command ? special : other)) : commands;
  await createProgram(run, known).parseAsync([...args], { from: "user" });
}

async function run({ command, options }: Invocation): Promise<void> {
  const { noColor, ...rest } = options;
  if (noColor) {
    // It wins over what the environment says, since it was typed.
    delete process.env.FORCE_COLOR;
    process.env.NO_COLOR = "1";
  }
  process.exitCode = await command.run(rest as never);
}

/** Nothing more can be said once standard output takes nothing: the command is over. */
function endWithOutput(stdout: NodeJS.WriteStream): void {
  stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    // `modelfleet ... | head -1`: whoever read has seen enough, and that is no error.
    if (code === "EPIPE") process.exit();
    // What a terminal says that was closed; there is nobody to be told.
    if (code !== "EIO") process.stderr.write(`error: Standard output cannot be written to: ${message}\n`);
    process.exit(exitCodes.failed);
  });
}
