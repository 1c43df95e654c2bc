// The cluster
export type { StandInEvent, WaitOptions } from "./events.ts";
// Faults
export type {
  AnswerFault,
  FaultHandle,
  FaultScope,
  FaultTarget,
  RegistryFault,
  StandInFault,
  StreamFault,
} from "./fault.ts";
export type { StandInGeneration } from "./generation.ts";
// Models
export type { StandInAnswer, StandInFrame, StandInModel, StandInPrompt } from "./model.ts";
export type { StandInOptions } from "./options.ts";
export type { RecordedRequest } from "./recorded-request.ts";
export type { ControllerRoute, StandInRoute, WorkerRoute } from "./route.ts";
export type { StandInServer } from "./server.ts";
export { createStandInCluster, type StandInCluster } from "./stand-in-cluster.ts";
