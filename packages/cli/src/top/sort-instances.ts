import type { InstanceStatus } from "./fleet-history.ts";
import { addressOf, type SortOrder } from "./instance-columns.ts";

type Key = (status: InstanceStatus) => string | number;

/** The busiest, slowest and sickest come first; names from A to Z. */
const keys: Readonly<Record<SortOrder, Key>> = {
  name: ({ instance }) => `${instance.modelName.toLowerCase()}\0${instance.workerType}`,
  address: addressOf,
  state: ({ state }) => ["unhealthy", "disabled", "healthy"].indexOf(state),
  busy: ({ figures }) => -(figures ? figures.inFlight + figures.waiting : -1),
  tokens: ({ tokensPerSecond = -1 }) => -tokensPerSecond,
  first: ({ firstTokenSeconds = -1 }) => -firstTokenSeconds,
  errors: ({ figures }) => -(figures?.requests.error ?? -1),
};

export function sortInstances(
  instances: readonly InstanceStatus[],
  by: SortOrder,
  reverse: boolean,
): readonly InstanceStatus[] {
  const compare = (key: Key, a: InstanceStatus, b: InstanceStatus): number => {
    const [first, second] = [key(a), key(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
  const direction = reverse ? -1 : 1;
  return [...instances].sort(
    (a, b) => direction * compare(keys[by], a, b) || compare(keys.name, a, b) || compare(({ key }) => key, a, b),
  );
}

/** By name, type and address, upper and lower case alike. */
export function filterInstances(instances: readonly InstanceStatus[], filter: string): readonly InstanceStatus[] {
  const wanted = filter.toLowerCase();
  return instances.filter((status) => {
    const { modelName, workerType } = status.instance;
    return `${modelName} ${workerType} ${addressOf(status)} ${status.state}`.toLowerCase().includes(wanted);
  });
}
