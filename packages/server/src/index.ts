// API server
export { apiApp } from "./api/api-app.ts";
export type { ApiAppOptions } from "./api/api-options.ts";
export type { ApiKeys } from "./api/keys.ts";
