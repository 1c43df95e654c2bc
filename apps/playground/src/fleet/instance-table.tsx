import { useWording } from "../state/wording.ts";
import { fleetWording } from "./fleet-wording.ts";
import { FigureCell, HealthBadge, Heartbeat, LastAnswer } from "./instance-cells.tsx";
import { InstanceMenu } from "./instance-menu.tsx";
import styles from "./instance-table.module.css";
import type { InstancesProps, ModelGroup } from "./model-group.ts";
import { TypeBadge } from "./type-badge.tsx";

/** All instances, those of a model under its name. */
export function InstanceTable(props: InstancesProps) {
  const t = useWording(fleetWording);
  return (
    <section className={styles.scroll} aria-label={t.instances} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t.instances}</caption>
        <thead>
          <tr>
            <th scope="col">{t.instance}</th>
            <th scope="col">{t.health}</th>
            <th scope="col">{t.heartbeat}</th>
            <th scope="col" className={styles.numeric}>
              {t.inFlight}
            </th>
            <th scope="col" className={styles.numeric}>
              {t.tokensPerSecond}
            </th>
            <th scope="col" className={styles.numeric}>
              {t.firstToken}
            </th>
            <th scope="col">{t.lastAnswer}</th>
            <th scope="col">
              <span className="visually-hidden">{t.actions}</span>
            </th>
          </tr>
        </thead>
        {props.groups.map((group) => (
          <Group key={group.key} group={group} {...props} />
        ))}
      </table>
    </section>
  );
}

function Group({ group, fleet, lastOf, newest, ask }: InstancesProps & { group: ModelGroup }) {
  const t = useWording(fleetWording);
  const { statuses } = group;
  const healthy = statuses.filter(({ health }) => health === "healthy").length;
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={7}>
          <span className={styles.name}>
            <span className={styles.model}>{group.name}</span>
            <TypeBadge workerType={group.workerType} />
            <span className={styles.count}>{t.ofCount(healthy, statuses.length)}</span>
          </span>
        </th>
        <td className={styles.menu}>
          {statuses.length > 1 && <InstanceMenu statuses={statuses} fleet={fleet} ask={ask} />}
        </td>
      </tr>
      {statuses.map((status) => {
        const last = lastOf(status);
        return (
          <tr key={status.key}>
            <th scope="row" className={styles.address}>
              <code>{status.address}</code>
              {status.instance.weight !== 1 && (
                <span className={styles.count}> {t.weight(status.instance.weight)}</span>
              )}
            </th>
            <td>
              <HealthBadge health={status.health} />
            </td>
            <td className={styles.time}>
              <Heartbeat status={status} />
            </td>
            {(["inFlight", "tokensPerSecond", "firstTokenMs"] as const).map((figure) => (
              <td key={figure} className={styles.numeric}>
                <FigureCell status={status} figure={figure} at={fleet.at} />
              </td>
            ))}
            <td>
              <LastAnswer exchange={last} newest={last !== undefined && last === newest} at={fleet.at} />
            </td>
            <td className={styles.menu}>
              <InstanceMenu statuses={[status]} fleet={fleet} ask={ask} />
            </td>
          </tr>
        );
      })}
    </tbody>
  );
}
