/** Whether what stands there can be drawn over: a terminal, and not one such as an editor's, which only prints. */
export function canDraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== "dumb";
}
