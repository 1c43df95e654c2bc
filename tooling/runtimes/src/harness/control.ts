import { createServer } from "node:http";
import { type Listening, listen } from "./listen.ts";

/**
 * Lets the suite ask what the workers saw, the same way from every runtime: `GET /cancelled?model=M` answers as soon
 * as a generation of M was cancelled, or with 504 when that takes too long.
 */
export async function serveControl(
  untilCancelled: (model: string, signal: AbortSignal) => Promise<void>,
): Promise<Listening> {
  const server = createServer((request, response) => {
    const model = new URL(request.url ?? "/", "http://control").searchParams.get("model") ?? "";
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { "access-control-allow-origin": "*", "content-type": "text/plain" }).end(text);
    };
    untilCancelled(model, AbortSignal.timeout(5_000)).then(
      () => answer(200, "cancelled"),
      () => answer(504, `the worker of ${model} went on generating for 5 s`),
    );
  });
  return listen(server);
}
