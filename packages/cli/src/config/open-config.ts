import { ConfigFile, readConfigFile } from "./config-file.ts";
import { sayUnread } from "./say-unread.ts";

const servers = ["controller", "worker", "api"] as const;

/** The configuration that a command was given; an empty one without. @throws CommandError */
export async function openConfig(path: string | undefined): Promise<ConfigFile> {
  if (path === undefined) return new ConfigFile("", { values: {}, lineOf: () => undefined });
  const file = await readConfigFile(path);
  sayUnread(file.section("service", "model"), servers);
  return file;
}
