import type { DaemonRecord } from "../daemon/daemon-record.ts";
import { findDaemons } from "../daemon/find-daemons.ts";

/** Where a controller may be. */
export interface Candidate {
  /** One or several, separated by commas. */
  address: string;
  /** Who named it. */
  source: string;
  /** Whether its process is known to live. */
  running?: boolean;
}

/** Where DB-GPT's controllers and webservers (controller and workers in one) listen by default. */
const wellKnown: readonly Candidate[] = ["http://127.0.0.1:8000", "http://127.0.0.1:5670"].map((address) => ({
  address,
  source: "a well-known port",
}));

/** Where to look where nobody named an address: this user's own in the background first. */
export async function knownControllers(): Promise<Candidate[]> {
  const found = [...(await ownControllers()), ...(await controllersOfOwn()), ...wellKnown];
  return found.filter(({ address }, index) => found.findIndex((other) => other.address === address) === index);
}

/** Those that run in the background; a fleet is one, too. */
export async function ownControllers(): Promise<Candidate[]> {
  return (await living()).filter(isController).map(({ kind, pid, url }) => ({
    address: url,
    source: `the ${kind} in the background, pid ${pid}`,
    running: true,
  }));
}

/** Those of one's own workers and API servers, which may be on other machines. */
async function controllersOfOwn(): Promise<Candidate[]> {
  const members = (await living()).filter((record) => !isController(record) && record.controller !== "");
  return members.map(({ kind, pid, controller }) => ({
    address: controller,
    source: `the controller of the ${kind} in the background, pid ${pid}`,
  }));
}

function isController({ kind }: DaemonRecord): boolean {
  return kind === "controller" || kind === "fleet";
}

async function living(): Promise<DaemonRecord[]> {
  // A folder that cannot be read is told of by the commands that are about it.
  const daemons = await findDaemons().catch(() => []);
  return daemons.filter(({ alive }) => alive).map(({ record }) => record);
}
