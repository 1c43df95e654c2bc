import { Badge } from "../design/badge.tsx";
import { useWording } from "../state/wording.ts";
import { fleetWording } from "./fleet-wording.ts";

/** What kind of model it is, in a word; a type that nobody knows by its own name. */
export function TypeBadge({ workerType }: { workerType: string }) {
  const t = useWording(fleetWording);
  const known = workerType === "llm" || workerType === "text2vec" || workerType === "reranker";
  return <Badge>{known ? t[workerType] : workerType}</Badge>;
}
