export { fileStateStore } from "./file-state-store.ts";
export { type CloseOptions, type FetchHandler, type ServedApp, type ServeOptions, serve } from "./serve.ts";
