#!/usr/bin/env node
// Scripts ask for the version often, so it is answered before anything else is loaded.
const [flag, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (flag === "--version" || flag === "-V")) {
  const { versionLine } = await import("./version.ts");
  process.stdout.write(`${versionLine()}\n`);
} else {
  const { main } = await import("./main.ts");
  await main(process.argv.slice(2));
}
