import type { Topic } from "../mutation.ts";
import { addressTopic } from "./addresses.ts";
import { browserTopic } from "./browsers.ts";
import { keyTopic } from "./keys.ts";
import { leakTopic } from "./leaks.ts";
import { requestTopic } from "./requests.ts";
import { tlsTopic } from "./tls.ts";
import { tokenTopic } from "./tokens.ts";

/** All that `SECURITY.md` promises, by the lines in which it was asked for. */
export const topics: readonly Topic[] = [
  tokenTopic,
  keyTopic,
  addressTopic,
  requestTopic,
  browserTopic,
  tlsTopic,
  leakTopic,
];
