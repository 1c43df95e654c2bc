import type { ReactNode } from "react";
import styles from "./badge.module.css";
import { classNames } from "./class-names.ts";

/** A state in a word. The dot is never alone: colour says nothing to those who do not see it. */
export function Badge({
  kind = "plain",
  dot,
  children,
}: {
  kind?: "plain" | "success" | "warning" | "danger" | "accent";
  dot?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classNames(styles.badge, styles[kind])}>
      {dot && <span className={styles.dot} aria-hidden="true" />}
      {children}
    </span>
  );
}
