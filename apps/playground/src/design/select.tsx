import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { classNames } from "./class-names.ts";
import floating from "./floating.module.css";
import styles from "./select.module.css";

export interface Choice<T extends string> {
  value: T;
  label: string;
  /** A second line, in the list only. */
  detail?: string | undefined;
  disabled?: boolean | undefined;
}

/** One of several. Use a `SegmentedControl` for up to four short ones. */
export function Select<T extends string>({
  label,
  value,
  choices,
  onChange,
  placeholder,
  quiet,
  disabled,
  id,
}: {
  /** Its name for screen readers; leave it out inside a `Field`, which has one. */
  label?: string | undefined;
  value: T | undefined;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
  placeholder?: string;
  /** Without a frame until it is pointed at. */
  quiet?: boolean;
  disabled?: boolean;
  id?: string | undefined;
}) {
  return (
    <Base.Root
      items={choices}
      value={value ?? null}
      onValueChange={(next) => next !== null && onChange(next as T)}
      disabled={disabled ?? choices.length === 0}
    >
      <Base.Trigger aria-label={label} id={id} className={classNames(styles.trigger, quiet && styles.quiet)}>
        <span className={styles.value}>
          <Base.Value>{(current: T | null) => nameOf(choices, current) ?? placeholder ?? ""}</Base.Value>
        </span>
        <Base.Icon className={styles.icon}>
          <ChevronsUpDown aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} alignItemWithTrigger={false} className={floating.positioner}>
          <Base.Popup className={floating.popup}>
            {choices.map((choice) => (
              <Base.Item
                key={choice.value}
                value={choice.value}
                disabled={choice.disabled ?? false}
                className={floating.item}
              >
                <span className={floating.itemText}>
                  <Base.ItemText>{choice.label}</Base.ItemText>
                  {choice.detail && <span className={floating.itemDetail}>{choice.detail}</span>}
                </span>
                <span className={floating.check}>
                  <Base.ItemIndicator>
                    <Check aria-hidden="true" />
                  </Base.ItemIndicator>
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A value that is no longer among the choices keeps its own name. */
function nameOf<T extends string>(choices: readonly Choice<T>[], value: T | null): string | undefined {
  return choices.find((choice) => choice.value === value)?.label ?? value ?? undefined;
}
