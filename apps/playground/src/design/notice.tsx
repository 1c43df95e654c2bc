import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./notice.module.css";

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert };

/** What happened, and what to do about it; stays where it belongs. Errors are announced when they appear. */
export function Notice({
  kind = "info",
  title,
  children,
  actions,
}: {
  kind?: "info" | "warning" | "danger";
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Icon = icons[kind];
  return (
    <div className={classNames(styles.notice, styles[kind])} role={kind === "danger" ? "alert" : undefined}>
      <Icon aria-hidden="true" />
      <div className={styles.text}>
        {title && <p className={styles.title}>{title}</p>}
        {children && <div>{children}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
