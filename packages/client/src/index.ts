// One friendly door

// What callers meet of the other packages
export {
  type CallOptions,
  ConnectionError,
  ControllerUnavailableError,
  FrameTooLargeError,
  GenerationError,
  HttpStatusError,
  InstanceLostError,
  InvalidInputError,
  InvalidResponseError,
  ModelfleetError,
  type ModelfleetErrorCode,
  type ModelInstance,
  type ModelMessage,
  type ModelMetadata,
  ModelNotFoundError,
  type ModelOutput,
  type ModelRequest,
  NoHealthyInstanceError,
  type OpenAIMessage,
  TimeoutError,
  TruncatedStreamError,
  UnexpectedContentTypeError,
} from "@modelfleet/core";
export type { ChatMessage, ChatRequest } from "./chat-request.ts";
// Selection
export type { CircuitBreakerOptions } from "./circuit-breaker.ts";
export { createFleet } from "./create-fleet.ts";
export type {
  EmbedRequest,
  Fleet,
  InstancesQuery,
  ModelReference,
  RerankRequest,
  RerankResult,
  StartRequest,
} from "./fleet.ts";
export type { FleetOptions } from "./fleet-options.ts";
// LLM clients
export { DefaultLLMClient, type DefaultLLMClientOptions, type GenerateOptions, type LLMClient } from "./llm-client.ts";
// Remote forms of the contracts
export { ModelRegistryClient, type ModelRegistryClientOptions } from "./model-registry-client.ts";
export type { RegistryCacheOptions } from "./registry-cache.ts";
export type { ControllerHealth } from "./registry-writes.ts";
export { RemoteEmbeddings, RemoteReranker } from "./remote-embeddings.ts";
export { type ClusterOptions, RemoteLLMClient } from "./remote-llm-client.ts";
export { RemoteModelWorker, type RemoteModelWorkerOptions } from "./remote-model-worker.ts";
export { RemoteWorkerManager, type RemoteWorkerManagerOptions } from "./remote-worker-manager.ts";
export { prefixAffinity } from "./selection/prefix-affinity.ts";
export { random } from "./selection/random.ts";
export { roundRobin } from "./selection/round-robin.ts";
export type { SelectionContext, SelectionPolicy } from "./selection/selection-policy.ts";
export { twoChoices } from "./selection/two-choices.ts";
export type { ResolveWorkerUrl } from "./worker-url.ts";
