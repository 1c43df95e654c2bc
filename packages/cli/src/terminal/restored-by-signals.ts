/** What ends a program before it can clean up. SIGINT is a key, and has its meaning in each command. */
const endings = ["SIGTERM", "SIGHUP"] as const;

/**
 * Has signals that end the process at once give its terminal back first, until this is disposed: one that stays without
 * echo, without a cursor or on its second screen is of no use to whoever goes on with it.
 *
 * Once there was a listener to a signal, Node does not restore terminals by itself any more, so raw mode ends here too.
 *
 * @param restore what else there is to take back
 */
export function restoredBySignals(restore: () => void): Disposable {
  const { stdin } = process;
  const release = (): void => {
    for (const each of endings) process.off(each, end);
  };
  const end = (signal: NodeJS.Signals): void => {
    restore();
    if (stdin.isTTY) stdin.setRawMode(false);
    release();
    // As it would have ended without us, so that whoever sent it sees that.
    process.kill(process.pid, signal);
  };
  for (const each of endings) process.on(each, end);
  return { [Symbol.dispose]: release };
}
