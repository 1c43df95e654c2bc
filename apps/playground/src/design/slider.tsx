import styles from "./slider.module.css";

/** A number in a range. Give it the attributes that its `Field` hands out. */
export function Slider({
  value,
  min,
  max,
  step,
  onChange,
  unset,
  ...rest
}: {
  id?: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  /** Paler: the value is only where the slider stands. */
  unset?: boolean;
  "aria-describedby"?: string | undefined;
  "aria-label"?: string;
}) {
  return (
    <input
      {...rest}
      type="range"
      className={styles.slider}
      data-unset={unset || undefined}
      style={{ backgroundSize: `${((value - min) / (max - min)) * 100}% 0.375rem, 100% 0.375rem` }}
      value={value}
      min={min}
      max={max}
      step={step}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  );
}
