import { useWording } from "../state/wording.ts";
import { fleetWording } from "./fleet-wording.ts";
import styles from "./instance-cards.module.css";
import { FigureCell, HealthBadge, Heartbeat, LastAnswer } from "./instance-cells.tsx";
import { InstanceMenu } from "./instance-menu.tsx";
import type { InstancesProps } from "./model-group.ts";
import { TypeBadge } from "./type-badge.tsx";

/** Each instance as a card of its own, for narrow screens. */
export function InstanceCards({ groups, fleet, lastOf, newest, ask }: InstancesProps) {
  const t = useWording(fleetWording);
  return groups.map(({ key, name, workerType, statuses }) => (
    <section key={key} className={styles.group} aria-label={`${name} (${workerType})`}>
      <header className={styles.header}>
        <h2 className={styles.model}>{name}</h2>
        <TypeBadge workerType={workerType} />
        <span className={styles.count}>
          {t.ofCount(statuses.filter(({ health }) => health === "healthy").length, statuses.length)}
        </span>
        <span className={styles.menu}>
          {statuses.length > 1 && <InstanceMenu statuses={statuses} fleet={fleet} ask={ask} />}
        </span>
      </header>
      <ul className={styles.cards}>
        {statuses.map((status) => {
          const last = lastOf(status);
          return (
            <li key={status.key} className={styles.card}>
              <div className={styles.header}>
                <h3 className={styles.address}>{status.address}</h3>
                <HealthBadge health={status.health} />
                <span className={styles.menu}>
                  <InstanceMenu statuses={[status]} fleet={fleet} ask={ask} />
                </span>
              </div>
              <dl className={styles.facts}>
                <div>
                  <dt>{t.heartbeat}</dt>
                  <dd>
                    <Heartbeat status={status} />
                  </dd>
                </div>
                <div>
                  <dt>{t.lastAnswer}</dt>
                  <dd>
                    <LastAnswer exchange={last} newest={last !== undefined && last === newest} at={fleet.at} />
                  </dd>
                </div>
              </dl>
              <dl className={styles.figures}>
                {(["inFlight", "tokensPerSecond", "firstTokenMs"] as const).map((figure) => (
                  <div key={figure}>
                    <dt>{figure === "firstTokenMs" ? t.firstToken : t[figure]}</dt>
                    <dd>
                      <FigureCell status={status} figure={figure} at={fleet.at} />
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
    </section>
  ));
}
