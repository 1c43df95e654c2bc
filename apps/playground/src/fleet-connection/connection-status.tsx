import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { connectionDialog } from "./connection-dialog-store.ts";
import styles from "./connection-status.module.css";
import { connectionStore } from "./connection-store.ts";
import { connectionWording } from "./connection-wording.ts";

/** Which fleet this is and how the connection does; opens its settings. */
export function ConnectionStatus({ onOpen }: { onOpen: () => void }) {
  const t = useWording(connectionWording);
  const state = useStore(connectionStore);
  const target = state.status === "looking" ? undefined : state.target;
  const name = target && (target.mode === "tab" ? t.tabFleet : target.address.replace(/^https?:\/\//, ""));
  return (
    <button
      type="button"
      className={styles.status}
      title={t.change}
      onClick={() => {
        onOpen();
        connectionDialog.set(true);
      }}
    >
      <span className={styles.dot} data-status={state.status} aria-hidden="true" />
      <span className={styles.text}>
        <span className={styles.name}>{name ?? t.looking}</span>
        {name && <span className={styles.state}>{state.status === "looking" ? t.looking : t[state.status]}</span>}
      </span>
    </button>
  );
}
