import { type Browser, chromium } from "playwright-core";
import { debianProgram } from "./debian-program.ts";

const args = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** In milliseconds: on a busy machine a first start takes half a minute. */
const timeout = 120_000;

/** Debian's Chromium without a window. */
export async function launchChromium(): Promise<Browser> {
  // Chromium refuses to run as root with its sandbox on.
  const chromiumSandbox = process.getuid?.() !== 0;
  const executablePath = await debianProgram("/usr/bin/chromium", "chromium");
  return chromium.launch({ executablePath, headless: true, chromiumSandbox, args, timeout });
}
