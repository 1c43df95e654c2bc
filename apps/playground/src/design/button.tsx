import { Button as BaseButton } from "@base-ui/react/button";
import type { ComponentProps, ReactNode, Ref } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  /** `primary` once per view; `quiet` has no frame until it is pointed at. `plain` by default. */
  look?: "primary" | "plain" | "quiet" | "danger";
  size?: "md" | "sm";
  icon?: ReactNode;
  /** Shows that it is at work, and takes no further clicks; keeps its width. */
  busy?: boolean;
  className?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look = "plain",
  size = "md",
  icon,
  busy,
  disabled,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...rest}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={classNames(styles.button, styles[look], styles[size], className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </BaseButton>
  );
}
