import { Notice } from "../design/notice.tsx";
import { Select } from "../design/select.tsx";
import { Switch } from "../design/switch.tsx";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import type { TabFleet, WorkerCondition } from "../tab-fleet/tab-fleet.ts";
import { connectionWording } from "./connection-wording.ts";
import styles from "./fault-controls.module.css";

const conditions = ["well", "slow", "busy", "breaks", "away"] as const satisfies readonly WorkerCondition[];

/** What can go wrong in the fleet of this tab, to be switched on. */
export function FaultControls({ tab }: { tab: TabFleet }) {
  const t = useWording(connectionWording);
  const faults = useStore(tab.faults);
  const choices = conditions.map((value) => ({ value, label: t[value] }));
  return (
    <section className={styles.faults} aria-labelledby="faults">
      <div>
        <h3 id="faults" className={styles.title}>
          {t.faults}
        </h3>
        <p className={styles.lead}>{t.faultsLead}</p>
      </div>
      <Switch
        label={t.controllerAway}
        hint={t.controllerAwayHint}
        checked={faults.controllerAway}
        onChange={(controllerAway) => tab.faults.set((current) => ({ ...current, controllerAway }))}
      />
      <ul className={styles.workers}>
        {Object.entries(faults.workers).map(([worker, condition]) => (
          <li key={worker} className={styles.worker}>
            <code>{worker}</code>
            <Select
              label={t.worker(worker)}
              value={condition}
              choices={choices}
              onChange={(next) =>
                tab.faults.set((current) => ({ ...current, workers: { ...current.workers, [worker]: next } }))
              }
            />
          </li>
        ))}
      </ul>
      {!tab.intercepted && <Notice>{t.notIntercepted}</Notice>}
    </section>
  );
}
