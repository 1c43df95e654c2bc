export { bufferByteOperations } from "./buffer-byte-operations.ts";
export { createNodeTransport, type NodeTransportOptions } from "./create-node-transport.ts";
