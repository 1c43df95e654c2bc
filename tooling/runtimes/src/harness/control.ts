import { createServer } from "node:http";
import { type Listening, listen } from "./listen.ts";

/** What the suite can wait for, by the path that it asks. */
export type Waits = Readonly<Record<string, (model: string, signal: AbortSignal) => Promise<unknown>>>;

/** Less than a check has, so that the check can say what it waited for. In milliseconds. */
const patienceMs = 12_000;

/**
 * Lets the suite ask what the workers saw, the same way from every runtime: `GET /cancelled?model=M` answers as soon
 * as that has happened to M, or with 504 when it takes too long.
 */
export async function serveControl(waits: Waits): Promise<Listening> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://control");
    const what = pathname.slice(1);
    const model = searchParams.get("model") ?? "";
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { "access-control-allow-origin": "*", "content-type": "text/plain" }).end(text);
    };
    const wait = Object.hasOwn(waits, what) ? waits[what] : undefined;
    if (!wait) return answer(404, `nothing to wait for: ${what}`);
    wait(model, AbortSignal.timeout(patienceMs)).then(
      () => answer(200, "yes"),
      () => answer(504, `${model}: not "${what}" within ${patienceMs} ms`),
    );
  });
  return listen(server);
}
