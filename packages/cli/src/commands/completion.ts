import { scriptFor } from "../completion/script-for.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** Prints the script that lets a shell complete what is typed. */
export async function completion({ shell }: { shell: string }): Promise<ExitCode> {
  const script = scriptFor(shell);
  if (script === undefined) return exitCodes.usage;
  process.stdout.write(script);
  return exitCodes.ok;
}
