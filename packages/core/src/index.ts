// Signals
export { abortable } from "./abortable.ts";
// Input
export { nameSchema, numberFrom } from "./bounds.ts";
// Contracts
export type { CallOptions } from "./call-options.ts";
// The wire: requests
export {
  type CountTokenRequest,
  countTokenRequestSchema,
  tokenCountSchema,
} from "./count-token-request.ts";
export { eitherSignal } from "./either-signal.ts";
export {
  type EmbeddingsRequest,
  embeddingsRequestSchema,
  embeddingsRequestToWire,
  embeddingsSchema,
} from "./embeddings-request.ts";
// Errors
export { ConnectionError } from "./errors/connection-error.ts";
export { ControllerUnavailableError } from "./errors/controller-unavailable-error.ts";
export { FrameTooLargeError } from "./errors/frame-too-large-error.ts";
export { GenerationError } from "./errors/generation-error.ts";
export { HttpStatusError } from "./errors/http-status-error.ts";
export { InstanceLostError } from "./errors/instance-lost-error.ts";
export { InvalidInputError } from "./errors/invalid-input-error.ts";
export { InvalidResponseError } from "./errors/invalid-response-error.ts";
export { ModelNotFoundError } from "./errors/model-not-found-error.ts";
export { ModelfleetError, type ModelfleetErrorCode } from "./errors/modelfleet-error.ts";
export { NoHealthyInstanceError } from "./errors/no-healthy-instance-error.ts";
export { TimeoutError, type TimeoutPhase } from "./errors/timeout-error.ts";
export { TruncatedStreamError } from "./errors/truncated-stream-error.ts";
export { UnexpectedContentTypeError } from "./errors/unexpected-content-type-error.ts";
// Messages
export { type ContentPart, type MediaPart, type WireContentPart, wireContentPartSchema } from "./media.ts";
export { defaultMessageConverter, type MessageConverter } from "./message-converter.ts";
// The wire: responses
export {
  type ModelInstance,
  type ModelInstanceAddress,
  type ModelInstanceRegistration,
  modelInstanceSchema,
  registrationToWire,
} from "./model-instance.ts";
export { type ModelMessage, type ModelMessageRole, messageText, modelMessageSchema } from "./model-message.ts";
export { type ModelMetadata, modelMetadataSchema, type PromptMetadata } from "./model-metadata.ts";
export {
  type ModelMetrics,
  type ModelOutput,
  type ModelOutputContent,
  type ModelUsage,
  modelOutputSchema,
  readModelOutput,
} from "./model-output.ts";
export type { ModelRegistry, RegistryQuery } from "./model-registry.ts";
export { type ModelRequest, modelRequestSchema, modelRequestToWire } from "./model-request.ts";
export type { ModelWorker, ParameterDescriptionsRequest } from "./model-worker.ts";
export {
  fromOpenAIMessage,
  type OpenAIContentPart,
  type OpenAIMessage,
  toOpenAIMessages,
} from "./openai-message.ts";
export { type ParameterDescription, parameterDescriptionSchema } from "./parameter-description.ts";
export { type SupportedModel, type WorkerSupportedModels, workerSupportedModelsSchema } from "./supported-model.ts";
export { readTraceParent, type TraceParent } from "./traceparent.ts";
export { checkInput, readResponse } from "./validation.ts";
export { deltaStreamHeader, instanceHeader, sentHeader, spanHeader } from "./wire-headers.ts";
export { toWire, wireObject } from "./wire-object.ts";
export {
  reduceApplyOutputs,
  type WorkerApplyInstanceOutput,
  type WorkerApplyOutput,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerApplyType,
  workerApplyOutputSchema,
  workerApplyRequestSchema,
  workerApplyRequestToWire,
} from "./worker-apply.ts";
// Names
export {
  formatWorkerKey,
  parseWorkerKey,
  parseWorkerType,
  splitWorkerKey,
  type WorkerType,
  workerManagerServiceName,
  workerTypes,
} from "./worker-key.ts";
export type { ApplyOptions, InstanceQuery, WorkerManager, WorkerManagerFactory } from "./worker-manager.ts";
export { WorkerRunData, type WorkerRunDataInit } from "./worker-run-data.ts";
export {
  type WorkerStartupRequest,
  workerStartupRequestSchema,
  workerStartupRequestToWire,
} from "./worker-startup.ts";
