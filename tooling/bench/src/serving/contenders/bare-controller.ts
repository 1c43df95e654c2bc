import { listen, read } from "./bare-json.ts";

interface Body {
  model_name: string;
  host: string;
  port: number;
}

/** A server that parses and answers a controller's JSON, keeps what it was told, and checks nothing. */
export async function bareController(): Promise<number> {
  const rows = new Map<string, Record<string, unknown>>();
  return listen((request, response) => {
    const send = (value: unknown): void => {
      const text = JSON.stringify(value);
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      response.writeHead(200, headers).end(text);
    };
    if (request.method === "GET") {
      send([...rows.values()]);
      return;
    }
    void read(request).then((text) => {
      const body = JSON.parse(text) as Body;
      const state = { weight: 1, check_healthy: true, healthy: true, enabled: true, prompt_template: null };
      const { model_name, host, port } = body;
      const row = { model_name, host, port, ...state, last_heartbeat: new Date().toISOString() };
      rows.set(`${model_name}@${host}:${port}`, row);
      send(true);
    });
  });
}
