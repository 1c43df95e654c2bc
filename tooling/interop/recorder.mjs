// Writes one exchange per file, the body as it arrived.
import { writeFile } from "node:fs/promises";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "./launch.mjs";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** One exchange; `chunks` are the pieces in which the body arrived. */
function exchange(base, { method = "POST", path, body }) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { "content-type": "application/json" };
    const outgoing = request(base + path, { method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      // A worker that dies mid-stream resets the connection; what arrived is the record.
      response.on("error", () => {});
      response.on("close", () => resolve({ response, chunks }));
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

function describe(call, { response, chunks }) {
  const { method = "POST", path, body } = call;
  const headers = {};
  for (const name of ["content-type", "transfer-encoding"]) {
    if (response.headers[name]) headers[name] = response.headers[name];
  }
  return {
    request: { method, path, ...(body !== undefined && { body }) },
    status: response.statusCode,
    headers,
    complete: response.complete,
    length: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  };
}

export class Recorder {
  constructor(version) {
    this.directory = `${fixtures}${version}/`;
  }

  async stream(name, base, call) {
    const result = await exchange(base, call);
    const facts = { ...describe(call, result), chunks: result.chunks.map((chunk) => chunk.length) };
    await this.write(`${name}.json`, facts);
    await writeFile(`${this.directory}${name}.stream.bin`, Buffer.concat(result.chunks));
  }

  async answer(name, base, call, shorten = (text) => text) {
    const result = await exchange(base, call);
    // Before 0.7 supported models show where the package is installed.
    const text = Buffer.concat(result.chunks).toString().replaceAll(cacheDirectory, "/opt/dbgpt");
    const facts = describe(call, result);
    const body = shorten(text);
    await this.write(`${name}.json`, { ...facts, ...(body !== text && { shortened: true }), body });
    return text;
  }

  write(file, value) {
    return writeFile(this.directory + file, `${JSON.stringify(value, null, 2)}\n`);
  }
}
