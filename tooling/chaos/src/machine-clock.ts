/**
 * Milliseconds by the one clock that all processes of a machine share and nobody sets: the time that processes tell each
 * other, also while their clocks jump.
 */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;
