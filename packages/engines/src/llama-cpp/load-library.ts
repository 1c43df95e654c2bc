import { InvalidInputError } from "@modelfleet/core";

/** The package, of which only the types are known before it is loaded. */
export type Library = typeof import("node-llama-cpp");

/** A variable, so that bundlers leave the package out: it is the user's to install. */
const packageName = "node-llama-cpp";

/**
 * Loads node-llama-cpp, which is optional: it brings a native library.
 *
 * @throws InvalidInputError if it is not installed, with the command that installs it
 */
export async function loadLibrary(load: () => Promise<unknown> = () => import(packageName)): Promise<Library> {
  try {
    return (await load()) as Library;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const absent = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    throw new InvalidInputError(
      absent && message?.includes(packageName)
        ? "The engine llama-cpp needs the package node-llama-cpp, which is not installed. Install it: npm install node-llama-cpp@3"
        : `The engine llama-cpp could not load node-llama-cpp: ${message}`,
      { cause: error },
    );
  }
}
