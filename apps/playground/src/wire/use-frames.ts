import { useEffect, useState } from "react";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { useStore } from "../state/store.ts";
import { FrameReader, type ReadFrames } from "./frame-reader.ts";

/**
 * The frames of an exchange, while they come. The component must have a key of the exchange and of whether it was
 * answered: the answer's headers say how its frames are to be read.
 */
export function useFrames(exchange: Exchange): ReadFrames {
  const [reader] = useState(() => new FrameReader(exchange));
  useEffect(() => reader.take(exchange), [reader, exchange]);
  return useStore(reader.store);
}
