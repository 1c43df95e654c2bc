// The exchanges with a controller.

export async function recordController(recorder, controller) {
  const models = "/api/controller/models";
  const get = (path) => ({ method: "GET", path });
  const instance = { model_name: "elsewhere@llm", host: "127.0.0.1", port: 1 };
  const full = {
    ...instance,
    weight: 2,
    check_healthy: false,
    healthy: true,
    enabled: false,
    prompt_template: null,
    last_heartbeat: null,
  };
  const query = (row) => `?${new URLSearchParams(row)}`;
  const calls = {
    health: get("/api/health"),
    models: get(models),
    "models-by-key": get(`${models}?model_name=scripted%40llm`),
    "models-healthy-only": get(`${models}?healthy_only=true`),
    "models-unknown-key": get(`${models}?model_name=nobody%40llm`),
    "models-bare-name": get(`${models}?model_name=scripted`),
    register: { path: models, body: full },
    "models-after-register": get(`${models}?model_name=elsewhere%40llm`),
    heartbeat: { path: "/api/controller/heartbeat", body: instance },
    "heartbeat-unknown-instance": {
      path: "/api/controller/heartbeat",
      body: { ...instance, port: 2 },
    },
    "models-after-heartbeat": get(`${models}?model_name=elsewhere%40llm`),
    deregister: { method: "DELETE", path: models + query(instance) },
    "models-after-deregister": get(`${models}?model_name=elsewhere%40llm`),
    "deregister-and-remove": {
      method: "DELETE",
      path: models + query({ ...instance, remove_from_registry: true }),
    },
    "deregister-empty-flag": {
      method: "DELETE",
      // What Python workers of 0.7 and later send for their models/shutdown.
      path: `${models + query(instance)}&remove_from_registry=`,
    },
    "models-after-remove": get(`${models}?model_name=elsewhere%40llm`),
    "register-invalid": { path: models, body: { host: "127.0.0.1", port: "many" } },
    "register-unknown-key": { path: models, body: { ...instance, port: 3, colour: "red" } },
    "deregister-invalid": { method: "DELETE", path: models },
    "unknown-route": get("/api/controller/nothing"),
  };
  for (const [name, call] of Object.entries(calls)) {
    await recorder.answer(`controller-${name}`, controller, call);
  }
}
