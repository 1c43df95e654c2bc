import type { ReactNode } from "react";
import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { combined, type FleetStatus, meanFirstTokenMs } from "./fleet-history.ts";
import styles from "./fleet-summary.module.css";
import { fleetWording } from "./fleet-wording.ts";
import { Sparkline } from "./sparkline.tsx";

/** The fleet as a whole: what is there, and what it is doing. */
export function FleetSummary({ status }: { status: FleetStatus }) {
  const t = useWording(fleetWording);
  const language = useLanguage();
  const { instances, workers, at } = status;
  const measured = instances.filter(({ figures }) => figures);
  const samples = combined(measured);
  const healthy = instances.filter(({ health }) => health === "healthy").length;
  const sum = (of: "inFlight" | "waiting" | "slots") =>
    measured.reduce((total, { figures }) => total + (figures?.[of] ?? 0), 0);
  const waits = measured.flatMap((instance) => meanFirstTokenMs(instance) ?? []);
  const wait = waits.length > 0 ? waits.reduce((total, ms) => total + ms, 0) / waits.length : undefined;
  const count = (value: number) => formatCount(Math.round(value), language);
  const peakOf = (values: readonly number[]) => Math.max(0, ...values);
  const none = measured.length === 0;
  const chart = (name: string, peak: string) => `${name}, ${t.lastTwoMinutes}: ${t.peak(peak)}`;
  const speedPeak = count(peakOf(samples.map(({ tokensPerSecond }) => tokensPerSecond)));
  const flightPeak = count(peakOf(samples.map(({ inFlight }) => inFlight)));
  const waitPeak = formatDuration(peakOf(samples.map(({ firstTokenMs }) => firstTokenMs ?? 0)));
  return (
    <dl className={styles.tiles}>
      <Tile
        name={t.healthyInstances}
        value={t.ofCount(healthy, instances.length)}
        note={t.workers(workers.filter(({ health }) => health === "healthy").length, workers.length)}
      >
        <div className={styles.meter} aria-hidden="true">
          {instances.map(({ key, health }) => (
            <span key={key} data-health={health} />
          ))}
        </div>
      </Tile>
      <Tile
        name={t.inFlight}
        value={none ? "–" : count(sum("inFlight"))}
        note={none ? t.noFigures : sum("waiting") > 0 ? t.waiting(sum("waiting")) : t.ofSlots(sum("slots"))}
      >
        {!none && (
          <Sparkline
            series={1}
            until={at}
            label={chart(t.inFlight, flightPeak)}
            points={samples.map((sample) => ({ at: sample.at, value: sample.inFlight }))}
          />
        )}
      </Tile>
      <Tile
        name={t.tokensPerSecond}
        value={none ? "–" : count(samples.at(-1)?.tokensPerSecond ?? 0)}
        note={none ? "" : t.peak(speedPeak)}
      >
        {!none && (
          <Sparkline
            series={2}
            until={at}
            label={chart(t.tokensPerSecond, speedPeak)}
            points={samples.map((sample) => ({ at: sample.at, value: sample.tokensPerSecond }))}
          />
        )}
      </Tile>
      <Tile
        name={t.firstToken}
        value={wait === undefined ? "–" : formatDuration(wait)}
        note={none || waitPeak === "0 ms" ? "" : t.peak(waitPeak)}
      >
        {!none && (
          <Sparkline
            series={3}
            dots
            until={at}
            label={chart(t.firstToken, waitPeak)}
            points={samples.map((sample) => ({ at: sample.at, value: sample.firstTokenMs }))}
          />
        )}
      </Tile>
    </dl>
  );
}

function Tile({ name, value, note, children }: { name: string; value: string; note: string; children?: ReactNode }) {
  return (
    <div className={styles.tile}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>
        {value} <span className={styles.note}>{note}</span>
      </dd>
      {children && <dd className={styles.chart}>{children}</dd>}
    </div>
  );
}
