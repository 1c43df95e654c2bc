const pad = (value: number, length = 2): string => String(value).padStart(length, "0");

/**
 * A time as upstream's controllers write it: ISO 8601 in local time, without its zone, with microseconds.
 *
 * @param time in milliseconds since the epoch
 */
export function localIsoTime(time: number): string {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day}T${clock}.${pad(date.getMilliseconds(), 3)}000`;
}
