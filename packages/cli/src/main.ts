import { kebabOptions } from "./argv.ts";
import { type Invocation, quickParse } from "./quick-parse.ts";

/** Runs one command. Its exit code is left in `process.exitCode`, so that all output gets out first. */
export async function main(args: readonly string[]): Promise<void> {
  endQuietlyWithReader(process.stdout);
  endQuietlyWithReader(process.stderr);
  const normalized = kebabOptions(args);
  const invocation = quickParse(normalized);
  try {
    if (invocation) await run(invocation);
    else {
      const { createProgram } = await import("./program.ts");
      await createProgram(run).parseAsync(normalized, { from: "user" });
    }
  } catch (error) {
    // Here and not above: it needs the client, which commands that go well have no use for.
    const { report } = await import("./report.ts");
    process.exitCode = report(error);
  }
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

/** `modelfleet ... | head -1`: whoever read has seen enough, and that is no error. */
function endQuietlyWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
