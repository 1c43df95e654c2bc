import type { MemoryModelRegistryOptions } from "@modelfleet/server";
import { say } from "../terminal/talk.ts";
import type { ConfigSection } from "./config-section.ts";

/** What `[service.model.controller]` says of the registry. */
export function controllerSettings(section: ConfigSection): MemoryModelRegistryOptions {
  const seconds = section.number("heartbeat_timeout_secs", { min: 1 });
  // How often is looked does not matter: whether an instance is healthy is worked out when it is asked for.
  section.number("heartbeat_interval_secs", { min: 1 });
  if (section.any("registry") !== undefined) {
    say(
      `${section.place}: the registry is kept in memory here, and no database is used. Workers register again by themselves.`,
    );
  }
  return { heartbeatTimeoutMs: seconds && Math.round(seconds * 1000) };
}
