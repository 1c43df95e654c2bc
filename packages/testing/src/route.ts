/** The routes of the wire, named by the end of their path. */
export type StandInRoute = ControllerRoute | WorkerRoute;
export type ControllerRoute = "models" | "heartbeat" | "health";
export type WorkerRoute =
  | "generate_stream"
  | "generate"
  | "embeddings"
  | "count_token"
  | "model_metadata"
  | "apply"
  | "models/startup"
  | "models/shutdown"
  | "models/supports"
  | "parameter/descriptions";

interface Route {
  name: StandInRoute;
  methods: readonly string[];
}

const controllerPaths: Record<string, Route> = {
  "/api/controller/models": { name: "models", methods: ["GET", "POST", "DELETE"] },
  "/api/controller/heartbeat": { name: "heartbeat", methods: ["POST"] },
  "/api/health": { name: "health", methods: ["GET"] },
};

const workerRoutes: readonly [WorkerRoute, string][] = [
  ["generate_stream", "POST"],
  ["generate", "POST"],
  ["embeddings", "POST"],
  ["count_token", "POST"],
  ["model_metadata", "POST"],
  ["apply", "POST"],
  ["models/startup", "POST"],
  ["models/shutdown", "POST"],
  ["models/supports", "GET"],
  ["parameter/descriptions", "GET"],
];

const workerPaths: Record<string, Route> = Object.fromEntries(
  workerRoutes.map(([name, method]) => [`/api/worker/${name}`, { name, methods: [method] }]),
);

/** A path belongs to a route whatever the method, so that a wrong method is a 405. */
export function findRoute(kind: "controller" | "worker", path: string): Route | undefined {
  const paths = kind === "controller" ? controllerPaths : workerPaths;
  return Object.hasOwn(paths, path) ? paths[path] : undefined;
}
