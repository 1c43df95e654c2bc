import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { classNames } from "./class-names.ts";
import styles from "./icon-button.module.css";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon" | "aria-label"> {
  /** Says what it does, to eyes as a tooltip and to screen readers as its name. */
  label: string;
  /** Keys that do the same, such as `Esc`; shown with the label. */
  keys?: string | undefined;
  icon: ReactNode;
}

export function IconButton({ label, keys, className, look = "quiet", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <Button {...rest} look={look} aria-label={label} className={classNames(styles.square, className)} />
    </Tooltip>
  );
}
