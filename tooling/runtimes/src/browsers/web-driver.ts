/** A W3C WebDriver session: commands as the standard has them, by their path below the session's. */
export interface WebDriverSession {
  capabilities: { browserVersion: string };
  get(path: string): Promise<unknown>;
  post(path: string, body?: object): Promise<unknown>;
}

/** Whether the driver takes sessions. */
export async function isReady(driver: string): Promise<boolean> {
  return fetch(`${driver}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @param capabilities that the browser must have */
export async function startSession(driver: string, capabilities: object): Promise<WebDriverSession> {
  const made = await command("POST", `${driver}/session`, { capabilities: { alwaysMatch: capabilities } });
  const { sessionId, capabilities: got } = made as { sessionId: string } & Pick<WebDriverSession, "capabilities">;
  const session = `${driver}/session/${sessionId}`;
  return {
    capabilities: got,
    get: (path) => command("GET", session + path),
    post: (path, body = {}) => command("POST", session + path, body),
  };
}

async function command(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new WebDriverError(`${method} ${new URL(url).pathname}: ${error}: ${message}`, passing.includes(error));
}

const passing = ["element click intercepted", "element not interactable", "stale element reference"];

export class WebDriverError extends Error {
  /** Whether the page was not ready for the command, and may be so later. */
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean) {
    super(message);
    this.mayPass = mayPass;
  }
}
