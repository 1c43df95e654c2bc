import styles from "./spinner.module.css";

/** Says nothing by itself: what is waited for stands beside it, in words. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
