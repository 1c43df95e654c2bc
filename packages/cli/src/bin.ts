#!/usr/bin/env node
/** Scripts ask for the version often, so it is answered before anything else is loaded. */
async function start(args: readonly string[]): Promise<void> {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    const { versionLine } = await import("./version.ts");
    process.stdout.write(`${versionLine()}\n`);
    return;
  }
  const { main } = await import("./main.ts");
  await main(args);
}

void start(process.argv.slice(2));
