/** A process that serves, whoever wrote it. */
export interface ServerProcess {
  readonly port: number;
  readonly alive: boolean;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once and waits until it is gone. */
  kill(): Promise<void>;
  /** Lets it end what is under way. */
  stop(): Promise<void>;
}
