/**
 * The time in milliseconds since the epoch as one generation sees it: a machine whose clock is set meanwhile makes it
 * neither longer nor shorter.
 */
export function generationClock(): () => number {
  const began = Date.now() - performance.now();
  return () => Math.round(began + performance.now());
}
