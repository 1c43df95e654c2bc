import { ModelRegistryClient } from "@modelfleet/client";
import type { ModelInstance } from "@modelfleet/core";
import { type Answer, askServer, failureOf } from "./answer.ts";
import { checkClock } from "./check-clock.ts";
import { counted } from "./counted.ts";
import type { DoctorContext } from "./doctor-context.ts";
import { type Finding, note, ok, problem, warning } from "./finding.ts";

export interface CheckedControllers {
  findings: Finding[];
  /** Of the first controller that answers as one; undefined where none does. */
  instances: ModelInstance[] | undefined;
  /** Whether one of them is on this machine. */
  local: boolean;
}

interface CheckedController {
  url: string;
  findings: Finding[];
  instances: ModelInstance[] | undefined;
}

/** @param urls base addresses, in the order given */
export async function checkControllers(urls: readonly string[], context: DoctorContext): Promise<CheckedControllers> {
  const checked = await Promise.all(urls.map((url) => checkController(url, context)));
  const answering = checked.filter(({ instances }) => instances);
  const findings = checked.flatMap((controller) => controller.findings);
  return {
    findings: [...findings, ...disagreements(answering)],
    instances: answering[0]?.instances,
    local: urls.some((url) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)),
  };
}

async function checkController(url: string, { transport, token, signal }: DoctorContext): Promise<CheckedController> {
  const name = `controller ${url}`;
  let answer: Answer;
  let instances: ModelInstance[];
  try {
    answer = await askServer(transport, `${url}/api/controller/models`, signal);
    // Read the way that every other command reads them.
    instances = await new ModelRegistryClient({ transport, controller: url }).getAllModelInstances({ signal });
  } catch (error) {
    signal.throwIfAborted();
    const { kind, reason } = failureOf(error, token);
    const advice = {
      "no-token": "Set MODELFLEET_TOKEN to the token that the controller was started with.",
      "wrong-token": "Set MODELFLEET_TOKEN to the token that the controller was started with.",
      status: "Check the address: another program may have the port, or a path may be missing.",
      "web-page": "Check the address: this is another program, or a proxy with an error page.",
      timeout: "Something takes the connection and does not answer: a firewall, or a controller that hangs.",
      connection: "Start it, or check the address and port. In a container, publish the port.",
      other: "Check the address: what answers there is no DB-GPT controller.",
    }[kind];
    return { url, findings: [problem("controller", `${name} ${reason}`, advice)], instances: undefined };
  }
  const workers = new Set(instances.map(({ host, port }) => `${host}:${port}`)).size;
  const findings = [
    ok(
      "controller",
      `${name} answers in ${answer.ms} ms, with ${counted(instances.length, "instance")} on ${counted(workers, "worker")}`,
    ),
    note("version", `${name} ${versionOf(answer.json)}`),
    ...checkClock(name, answer.clockAheadMs),
  ];
  return { url, findings, instances };
}

/** Rows of DB-GPT's controllers name `remove_from_registry` from 0.7 on; ours leave it out, for older clients. */
function versionOf(rows: unknown): string {
  const [row] = Array.isArray(rows) ? rows : [];
  if (typeof row !== "object" || row === null) return "has no rows, by which its version could be told";
  if ("remove_from_registry" in row) return "is DB-GPT 0.7 or newer, by its rows";
  return "is modelfleet or DB-GPT 0.6 or older, by its rows";
}

/** Clients take the first answer, so rows that only another controller has are never seen. */
function disagreements([first, ...others]: readonly CheckedController[]): Finding[] {
  const keysOf = (controller: CheckedController | undefined): Set<string> =>
    new Set((controller?.instances ?? []).map(({ workerKey, host, port }) => `${workerKey} at ${host}:${port}`));
  const known = keysOf(first);
  return others.flatMap((other) => {
    const theirs = keysOf(other);
    const differing = [...known].filter((key) => !theirs.has(key)).concat([...theirs].filter((key) => !known.has(key)));
    if (differing.length === 0) return [];
    return [
      warning(
        "controller",
        `${first?.url} and ${other.url} disagree on ${counted(differing.length, "instance")}, such as ${differing[0]}`,
        "Workers have to register with every controller: give each worker all of them. After a restart it takes a heartbeat, 20 s.",
      ),
    ];
  });
}
