import { createServer } from "node:http";
import { listen } from "./listen.ts";

/** A URL of loopback where nobody listens: its port was free a moment ago. */
export async function freeUrl(): Promise<URL> {
  const { url, close } = await listen(createServer());
  await close();
  return new URL(url);
}
