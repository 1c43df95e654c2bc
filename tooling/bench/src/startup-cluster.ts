// A stand-in cluster in a process of its own, for startup.ts. Ends with its parent's pipe.
import { createStandInCluster } from "@modelfleet/testing";
import { serveStandIn } from "@modelfleet/testing/node";

const served = await serveStandIn(createStandInCluster());
process.stdout.write(`${served.controllerUrl}\n`);
process.stdin.resume().once("end", () => void served.close());
