import { say } from "../terminal/talk.ts";
import type { ConfigSection } from "./config-section.ts";

/** DB-GPT takes no notice of keys that it does not know. Nor is it a mistake here, but one may have meant another. */
export function sayUnread(section: ConfigSection, known: readonly string[] = []): void {
  for (const { key, place } of section.unread) {
    if (!known.includes(key)) say(`${place}: ${key} in ${section.title} is not used here.`);
  }
}
