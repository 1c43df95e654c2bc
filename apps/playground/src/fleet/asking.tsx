import type { ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { Spinner } from "../design/spinner.tsx";
import { useWording } from "../state/wording.ts";
import styles from "./asking.module.css";
import { errorText } from "./error-text.ts";
import { fleetWording } from "./fleet-wording.ts";

/** What stands in a dialog while its content is asked for, or where that failed. */
export function Asking({
  asked,
  waiting,
  failed,
}: {
  asked: { error: unknown; retry: () => void };
  waiting: string;
  failed: string;
}): ReactNode {
  const t = useWording(fleetWording);
  if (asked.error === undefined) {
    return (
      <p className={styles.waiting} role="status">
        <Spinner /> {waiting}
      </p>
    );
  }
  return (
    <Notice
      kind="danger"
      title={failed}
      actions={
        <Button size="sm" onClick={asked.retry}>
          {t.retry}
        </Button>
      }
    >
      {errorText(asked.error)}
    </Notice>
  );
}
