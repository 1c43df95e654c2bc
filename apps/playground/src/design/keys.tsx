import { keyCaps } from "./key-caps.ts";
import styles from "./keys.module.css";

/** Keys that do something, such as `mod+k`; `mod` is Command on a Mac and Control elsewhere. */
export function Keys({ keys }: { keys: string }) {
  return <kbd className={styles.keys}>{keyCaps(keys).join(" ")}</kbd>;
}
