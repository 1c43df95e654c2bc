// Loaded into Portkey's gateway, whose 1.15.2 as published answers every stream of OpenAI's protocol with 500: it adds to
// the headers of an answer of `fetch`, which cannot be changed. Gives such answers headers that can.
const { fetch } = globalThis;

globalThis.fetch = async (...request) => {
  const response = await fetch(...request);
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
  return Object.defineProperty(response, "headers", { value: new Headers(response.headers) });
};
