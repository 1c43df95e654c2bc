import { writeFileSync } from "node:fs";

type Value = string | number | boolean | readonly string[] | Float32Array | Int32Array;

/** The numbers that GGUF has for the types of values. */
const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function typed(value: Value): Buffer {
  if (typeof value === "string") return Buffer.concat([uint32(types.string), text(value)]);
  if (typeof value === "boolean") return Buffer.concat([uint32(types.bool), Buffer.of(value ? 1 : 0)]);
  // Whole numbers are counts and ids, the others are parameters.
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? Buffer.concat([uint32(types.uint32), uint32(value)])
      : Buffer.concat([uint32(types.float32), float32(value)]);
  }
  const head = (type: number): Buffer => Buffer.concat([uint32(types.array), uint32(type), uint64(value.length)]);
  if (value instanceof Float32Array) return Buffer.concat([head(types.float32), Buffer.from(value.buffer)]);
  if (value instanceof Int32Array) return Buffer.concat([head(types.int32), Buffer.from(value.buffer)]);
  return Buffer.concat([head(types.string), ...value.map(text)]);
}

export interface GgufTensor {
  /** The innermost dimension first, as GGUF has it. */
  shape: readonly number[];
  data: Float32Array;
}

const alignment = 32;
const padding = (length: number): Buffer => Buffer.alloc((alignment - (length % alignment)) % alignment);

/** Writes a model file: version 3, tensors as 32-bit floats. */
export function writeGguf(
  path: string,
  metadata: Readonly<Record<string, Value>>,
  tensors: Readonly<Record<string, GgufTensor>>,
): void {
  const parts = [
    Buffer.from("GGUF"),
    uint32(3),
    uint64(Object.keys(tensors).length),
    uint64(Object.keys(metadata).length),
  ];
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), typed(value));
  const blobs: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    parts.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(0), uint64(offset));
    const blob = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    blobs.push(blob, padding(blob.length));
    offset += blob.length + padding(blob.length).length;
  }
  const head = Buffer.concat(parts);
  writeFileSync(path, Buffer.concat([head, padding(head.length), ...blobs]));
}
