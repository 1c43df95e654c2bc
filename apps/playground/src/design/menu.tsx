import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import floating from "./floating.module.css";
import { Keys } from "./keys.tsx";

/** A menu of actions. `trigger` is a `Button` or an `IconButton`. */
export function Menu({
  trigger,
  children,
  align = "end",
  side = "bottom",
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className={floating.positioner}>
          <Base.Popup className={floating.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  icon,
  keys,
  danger,
  disabled,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Base.Item
      className={floating.item}
      disabled={disabled ?? false}
      onClick={onSelect}
      data-danger={danger ? "" : undefined}
    >
      {icon}
      <span className={floating.itemText}>{children}</span>
      {keys && <Keys keys={keys} />}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className={floating.separator} />;
}

/** One of several, of which one is chosen. */
export function MenuChoices<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className={floating.groupLabel}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={floating.item} closeOnClick>
            <span className={floating.itemText}>{choice.label}</span>
            <Base.RadioItemIndicator>✓</Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
