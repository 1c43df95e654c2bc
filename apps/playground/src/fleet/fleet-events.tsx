import { Card } from "../design/card.tsx";
import { type Store, useStore } from "../state/store.ts";
import { type Spoken, useLanguage, useWording } from "../state/wording.ts";
import type { FleetChange } from "./fleet-changes.ts";
import styles from "./fleet-events.module.css";
import { fleetWording } from "./fleet-wording.ts";

const shown = 8;

/** What happened to the fleet while it was looked at. The last of it is announced. */
export function FleetEvents({ changes }: { changes: Store<readonly FleetChange[]> }) {
  const t = useWording(fleetWording);
  const language = useLanguage();
  const events = useStore(changes);
  const latest = events[0];
  return (
    <Card title={t.events}>
      <p className="visually-hidden" role="status">
        {latest && changeText(latest, t)}
      </p>
      {events.length === 0 ? (
        <p className={styles.none}>{t.noEvents}</p>
      ) : (
        <ol className={styles.rows}>
          {events.slice(0, shown).map((change) => (
            <li key={`${change.at} ${change.kind} ${change.model} ${change.address}`} className={styles.row}>
              <time className={styles.time}>
                {new Date(change.at).toLocaleTimeString(language === "zh" ? "zh-CN" : "en", { hour12: false })}
              </time>
              <span className={styles.text} data-kind={change.kind}>
                {changeText(change, t)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function changeText({ kind, model = "", address = "" }: FleetChange, t: Spoken<typeof fleetWording>): string {
  if (kind === "controller-gone") return t.controllerGone;
  if (kind === "controller-back") return t.controllerBack;
  const what = {
    appeared: t.appeared,
    gone: t.gone,
    healthy: t.becameHealthy,
    unhealthy: t.becameUnhealthy,
    disabled: t.becameDisabled,
  }[kind];
  return `${model} · ${address} ${what}`;
}
