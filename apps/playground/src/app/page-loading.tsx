import { Spinner } from "../design/spinner.tsx";
import { useWording } from "../state/wording.ts";
import styles from "./page-loading.module.css";
import { shellWording } from "./shell-wording.ts";

/** While the code of a page comes; unseen for a moment, so that quick loads do not flicker. */
export function PageLoading() {
  const t = useWording(shellWording);
  return (
    <p className={styles.loading} role="status">
      <Spinner /> {t.loading}
    </p>
  );
}
