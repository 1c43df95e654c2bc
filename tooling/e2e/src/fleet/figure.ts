/**
 * One of the figures that a server has at `/metrics`; 0 where it has none of that name and those labels.
 *
 * @param url of the server
 */
export async function figure(
  url: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text
    .split("\n")
    .filter((each) => each.startsWith(`${name}{`) || each.startsWith(`${name} `))
    .find((each) => Object.entries(labels).every(([key, value]) => each.includes(`${key}="${value}"`)));
  return Number(line?.split(" ").at(-1) ?? 0);
}
