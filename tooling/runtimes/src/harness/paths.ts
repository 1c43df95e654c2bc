import { fileURLToPath } from "node:url";

/** tooling/runtimes */
export const packageDirectory: string = fileURLToPath(new URL("../../", import.meta.url));
export const rootDirectory: string = fileURLToPath(new URL("../../../../", import.meta.url));
export const entriesDirectory: string = fileURLToPath(new URL("../entries/", import.meta.url));
