import { startLineProcess } from "./line-process.ts";

/** An exception of DB-GPT's own client. */
export class PythonError extends Error {
  /** The name of its class. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Answer =
  | { name: string; ok: true; detail: unknown }
  | { name: string; ok: false; error: { type: string; message: string } };

/** DB-GPT's own clients, in a process of that version. */
export interface PythonClient {
  /**
   * One of python_client_calls.py, against that controller.
   *
   * @throws PythonError
   */
  call(controller: string, name: string, args?: Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startPythonClient(version: string): Promise<PythonClient> {
  const { ask, stop } = await startLineProcess(version, "python_client.py");
  return {
    async call(controller, name, args = {}) {
      const answer = (await ask({ controller, name, arguments: args })) as Answer;
      if (answer.name !== name) throw new Error(`Expected an answer to ${name}.`);
      if (!answer.ok) throw new PythonError(answer.error.type, answer.error.message);
      return answer.detail;
    },
    stop,
  };
}
