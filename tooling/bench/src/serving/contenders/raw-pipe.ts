import { Agent, request as httpRequest } from "node:http";
import { listen, read } from "./bare-json.ts";

/** A worker's stream handed on as it is, by `pipe`. */
export async function rawPipe(upstreamPort: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  return listen((request, response) => {
    const destroy = (): void => void response.destroy();
    void read(request).then((body) => {
      const { max_tokens } = JSON.parse(body) as { max_tokens: number };
      const options = { port: upstreamPort, host: "127.0.0.1", path: "/api/worker/generate_stream", method: "POST" };
      httpRequest({ ...options, agent, headers: { "content-type": "application/json" } }, (upstream) => {
        response.writeHead(200);
        upstream.on("error", destroy).pipe(response);
      })
        .on("error", destroy)
        .end(JSON.stringify({ max_new_tokens: max_tokens }));
    }, destroy);
  });
}
