import { once } from "node:events";
import { createConnection, type Socket } from "node:net";

/**
 * A connection to the process behind a control socket; `undefined` if it is gone. The system takes the connection even
 * where the process hangs, and closes it when the process ends, however that happens: unlike a process id, it is never
 * somebody else's.
 */
export async function connectTo(control: string): Promise<Socket | undefined> {
  const socket = createConnection(control);
  try {
    await once(socket, "connect");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ECONNREFUSED") return undefined;
    throw error;
  }
  // Ending by a reset is an end too.
  socket.on("error", () => {});
  return socket;
}
