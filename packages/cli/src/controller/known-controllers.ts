import { findDaemons } from "../daemon/daemon-records.ts";

/** Where a controller may be. */
export interface Candidate {
  /** One or several, separated by commas. */
  address: string;
  /** Who named it. */
  source: string;
}

/** Where DB-GPT's controllers and webservers (controller and workers in one) listen by default. */
const wellKnown: readonly Candidate[] = ["http://127.0.0.1:8000", "http://127.0.0.1:5670"].map((address) => ({
  address,
  source: "a well-known port",
}));

/** Where to look where nobody named an address: this user's own in the background first. */
export async function knownControllers(): Promise<Candidate[]> {
  const found = [...(await ownControllers()), ...wellKnown];
  return found.filter(({ address }, index) => found.findIndex((other) => other.address === address) === index);
}

/** Controllers, then those of workers and API servers. */
async function ownControllers(): Promise<Candidate[]> {
  // A folder that cannot be read is told of by the commands that are about it.
  const daemons = await findDaemons().catch(() => []);
  const own = daemons.filter(({ alive, record }) => alive && record.controller !== "").map(({ record }) => record);
  const isItself = ({ controller, url }: { controller: string; url: string }): boolean => controller === url;
  return [...own.filter(isItself), ...own.filter((record) => !isItself(record))].map((record) => {
    const { kind, pid, controller } = record;
    const whose = isItself(record) ? `the ${kind}` : `the controller of the ${kind}`;
    return { address: controller, source: `${whose} in the background, pid ${pid}` };
  });
}
