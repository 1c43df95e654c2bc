import type { ApiKey } from "@modelfleet/server";
import type { ConfigFile } from "./config-file.ts";
import type { ConfigSection } from "./config-section.ts";
import { sayUnread } from "./say-unread.ts";

/** The keys of `[[api_keys]]`, with what may be done with each. @throws CommandError that says where one is wrong */
export function readConfigKeys(file: ConfigFile): ApiKey[] {
  return file.tables("api_keys").map((section) => {
    const name = section.text("name");
    if (name === undefined) throw section.error(undefined, "needs a name, which its figures have in place of it.");
    const models = section.list("models");
    const key: ApiKey = {
      key: keyOf(section),
      name,
      models: models.length > 0 ? models : undefined,
      requestsPerMinute: section.number("requests_per_minute", { min: 1 }),
      tokensPerMinute: section.number("tokens_per_minute", { min: 1 }),
    };
    sayUnread(section);
    return key;
  });
}

function keyOf(section: ConfigSection): string {
  const variable = section.text("key_env");
  if (variable === undefined) {
    const key = section.text("key");
    if (key !== undefined) return key;
    throw section.error(undefined, "needs a key, or a key_env: the variable of the environment that has it.");
  }
  const key = process.env[variable]?.trim();
  if (key) return key;
  throw section.error("key_env", `is ${variable}, which is not set: set it to the key.`);
}
