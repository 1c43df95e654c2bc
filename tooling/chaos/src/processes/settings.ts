/** What the processes of the harness are started with, as JSON on their command line. */

export interface ControllerSettings {
  /** How long an instance lives without a heartbeat, in milliseconds. */
  heartbeatTimeoutMs: number;
}

export interface WorkerSettings {
  controllers: string[];
  /** Where others reach it: the fault proxy before it; its own port without one. */
  address?: { host: string; port: number };
  /** For calls to controllers. */
  controllerTimeouts: { connectMs: number; firstFrameMs: number };
  chatModel: string;
  embeddingModel: string;
  heartbeatMs: number;
  /** The pause before each token. */
  tokenMs: number;
  concurrency: number;
  /** As by default if left out. */
  maxWaiting?: number | undefined;
  /** How long a token is at least; no longer than it must be if left out. */
  tokenBytes?: number | undefined;
}

/** Of the gateway and the API server. */
export interface FrontSettings {
  kind: "gateway" | "api";
  controllers: string[];
  cache: { freshMs: number; staleMs: number };
  timeouts: { connectMs: number; firstFrameMs: number; idleMs: number };
  /** For calls to controllers; as by default if left out. */
  controllerTimeouts?: { connectMs: number; firstFrameMs: number };
}
