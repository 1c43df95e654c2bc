export { bufferByteOperations } from "./buffer-byte-operations.ts";
export type { ConnectOptions } from "./connect-options.ts";
export { createNodeTransport, type NodeTransportOptions } from "./create-node-transport.ts";
