import type { StandInCluster } from "@modelfleet/testing";

/** The conversation that the last generation was asked with: role and text of each message. */
export function lastAsked(cluster: StandInCluster): [role: string, content: unknown][] {
  const request = cluster.requests.findLast(({ route }) => route === "generate_stream");
  const body = request?.body as { messages: { role: string; content: unknown }[] } | undefined;
  return (body?.messages ?? []).map(({ role, content }) => [role, content]);
}
