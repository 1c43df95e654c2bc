import { install, type Launched, launchPython } from "@modelfleet/interop/launch";
import { chatModel, embeddingModel } from "./models.ts";
import type { ServerProcess } from "./server-process.ts";

const version = "0.8.2";

const stopMs = 3_000;

const running = new Set<number>();
// Nothing of the harness outlives it.
process.once("exit", () => {
  for (const pid of running) process.kill(pid, "SIGKILL");
});

/** Whether DB-GPT is there, or could be installed; if not, why. */
export async function installPython(): Promise<string | undefined> {
  try {
    await install(version);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export interface PythonWorkerSettings {
  controllers: readonly string[];
  /** Where others reach it: of the fault proxy before it. */
  port: number;
  heartbeatMs: number;
  concurrency: number;
}

/** DB-GPT's own worker process, with the models that the native workers have. */
export class PythonWorker implements ServerProcess {
  readonly #launched: Launched;
  #alive = true;

  private constructor(launched: Launched) {
    this.#launched = launched;
    running.add(launched.pid);
    void launched.exited.then(() => {
      this.#alive = false;
      running.delete(launched.pid);
    });
  }

  static async start(settings: PythonWorkerSettings): Promise<PythonWorker> {
    const { controllers, port, heartbeatMs, concurrency } = settings;
    const options = {
      "--controller": controllers.join(","),
      "--advertised-port": String(port),
      "--heartbeat-interval": String(heartbeatMs / 1_000),
      "--concurrency": String(concurrency),
    };
    const models = ["--models", chatModel, `${embeddingModel}@text2vec`];
    return new PythonWorker(await launchPython(version, "worker.py", [...Object.entries(options).flat(), ...models]));
  }

  get port(): number {
    return this.#launched.port;
  }

  get alive(): boolean {
    return this.#alive;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#alive) process.kill(this.#launched.pid, signal);
  }

  async kill(): Promise<void> {
    await this.#launched.kill();
  }

  async stop(): Promise<void> {
    this.signal("SIGCONT");
    // Upstream's ends its connections after two seconds, and itself sometimes much later.
    const impatient = setTimeout(() => this.signal("SIGKILL"), stopMs);
    await this.#launched.stop();
    clearTimeout(impatient);
  }
}
