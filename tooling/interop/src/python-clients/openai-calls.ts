/** What a check asks an API server, in OpenAI's protocol and without a library of its own. */

/** @throws Error with status and body for any answer but 200 */
export async function askApi(url: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: body ? "POST" : "GET",
    headers: { "content-type": "application/json" },
    body: body ? JSON.stringify(body) : null,
    signal: signal ?? null,
  });
  if (response.status === 200) return response;
  throw new Error(`status ${response.status}: ${await response.text()}`);
}

export async function askJson(url: string, path: string, body?: object): Promise<unknown> {
  return (await askApi(url, path, body)).json();
}

interface Chunk {
  choices: { delta: { content?: string | null; reasoning_content?: string | null } }[];
}

/** The whole of a streamed chat. @throws Error if it does not end with `[DONE]` */
export async function askStream(
  url: string,
  model: string,
  content: string,
): Promise<{ text: string; thinking: string }> {
  const body = { model, messages: [{ role: "user", content }], stream: true };
  const events = (await (await askApi(url, "chat/completions", body)).text()).match(/^data: ?.*$/gm) ?? [];
  const datas = events.map((event) => event.slice(5).trim());
  if (datas.pop() !== "[DONE]") throw new Error("The stream ended early.");
  const deltas = datas.flatMap((data) => (JSON.parse(data) as Chunk).choices.map(({ delta }) => delta));
  return {
    text: deltas.map((delta) => delta.content ?? "").join(""),
    thinking: deltas.map((delta) => delta.reasoning_content ?? "").join(""),
  };
}
