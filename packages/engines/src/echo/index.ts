export { createEchoEngine } from "./create-echo-engine.ts";
export { descriptions, type EchoAnswer, type EchoEngineOptions, type EchoFault } from "./echo-options.ts";
