import { createFleet, type Fleet, type FleetOptions, NoHealthyInstanceError } from "@modelfleet/client";

/** Fleets that send everything to one instance each, for whoever wants to compare instances. */
export class PinnedFleets {
  readonly #options: FleetOptions;
  readonly #fleets = new Map<string, Fleet>();

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** @param address `host:port`; calls fail with a NoHealthyInstanceError where no usable instance of the model is there */
  on(address: string): Fleet {
    let fleet = this.#fleets.get(address);
    if (!fleet) {
      fleet = createFleet({
        ...this.#options,
        policy: (instances) => {
          const wanted = instances.find(({ host, port }) => `${host}:${port}` === address);
          if (wanted) return wanted;
          const key = instances[0]?.workerKey ?? "";
          throw new NoHealthyInstanceError(
            `${address} was asked for and cannot serve ${key} now: it failed, is unhealthy or does not run it.`,
            key,
          );
        },
      });
      this.#fleets.set(address, fleet);
    }
    return fleet;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#fleets.values()].map((fleet) => fleet.close()));
  }
}
