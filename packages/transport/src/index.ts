// HTTP
export type { ByteOperations } from "./byte-operations.ts";
export { createTransport, type FetchTransportOptions } from "./create-transport.ts";
// Streams of outputs
export {
  type DecodeOptions,
  decodeModelOutputs,
  type ModelOutputStream,
} from "./decode/decode-model-outputs.ts";
export { defaultMaxFrameBytes } from "./decode/frame-parser.ts";
export type { Fetch } from "./http/fetch-exchange.ts";
export { describeRequest } from "./http/prepare-request.ts";
export type { ByteStream, Timeouts, Transport, TransportRequest } from "./transport.ts";
export { defaultTimeouts, type TransportOptions } from "./transport-options.ts";
export { webByteOperations } from "./web-byte-operations.ts";
