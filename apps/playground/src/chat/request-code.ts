import type { PlaygroundRequest } from "./to-chat-request.ts";

export type CodeLanguage = "typescript" | "curl" | "python";

export interface CodeTarget {
  /** The address of the controller. */
  controller: string;
  /** The base of OpenAI's protocol, such as `http://127.0.0.1:8000/v1`. */
  apiBase: string;
  /** Whether the fleet asks for a token. Never the token itself: code is pasted into places. */
  token: boolean;
}

const indent = (text: string, by: string): string => text.replaceAll("\n", `\n${by}`);

/** What a picture is too long for. */
const withoutPictures = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === "string" && part.startsWith("data:image/") ? `${part.slice(0, part.indexOf(",") + 1)}…` : part,
    ),
  );

/** The parameters by OpenAI's names. */
function openAIBody({ maxNewTokens, topP, ...rest }: PlaygroundRequest): Record<string, unknown> {
  return {
    ...rest,
    ...(topP !== undefined && { top_p: topP }),
    ...(maxNewTokens !== undefined && { max_tokens: maxNewTokens }),
    stream: true,
  };
}

/** A request as a program that makes it. */
export function requestCode(language: CodeLanguage, request: PlaygroundRequest, target: CodeTarget): string {
  const shown = withoutPictures(request) as PlaygroundRequest;
  if (language === "typescript") return typescript(shown, target);
  return language === "curl" ? curl(shown, target) : python(shown, target);
}

function typescript(request: PlaygroundRequest, { controller, token }: CodeTarget): string {
  const options = [
    `controller: ${JSON.stringify(controller)}`,
    ...(token ? ["token: process.env.MODELFLEET_TOKEN"] : []),
  ];
  return `import { createFleet } from "@modelfleet/client";

const fleet = createFleet({ ${options.join(", ")} });
const answer = fleet.chat.stream(${object(request)});
for await (const { delta } of answer) console.log(delta);
`;
}

/** As JSON, with the names of properties as TypeScript has them. */
const object = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(/^(\s*)"([a-z_]\w*)":/gim, "$1$2:");

function curl(request: PlaygroundRequest, { apiBase, token }: CodeTarget): string {
  const body = JSON.stringify(openAIBody(request), null, 2).replaceAll("'", String.raw`'\''`);
  const authorization = token ? `  -H "Authorization: Bearer $MODELFLEET_API_KEY" \\\n` : "";
  return `curl --no-buffer ${apiBase}/chat/completions \\
${authorization}  -H "Content-Type: application/json" \\
  -d '${body}'
`;
}

function python(request: PlaygroundRequest, { apiBase, token }: CodeTarget): string {
  const fields = Object.entries(openAIBody(request)).map(
    ([name, value]) => `    ${name}=${indent(literal(value), "    ")},`,
  );
  const key = token ? `os.environ["MODELFLEET_API_KEY"]` : `"none"`;
  return `${token ? "import os\n\n" : ""}from openai import OpenAI

client = OpenAI(base_url=${JSON.stringify(apiBase)}, api_key=${key})
stream = client.chat.completions.create(
${fields.join("\n")}
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
`;
}

/** JSON as Python writes it: strings and numbers are the same in both. */
function literal(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value))
    return value.length === 0
      ? "[]"
      : `[\n    ${value.map((item) => indent(literal(item), "    ")).join(",\n    ")},\n]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}: ${indent(literal(item), "    ")}`,
    );
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value);
}
