import { FrameTooLargeError, UnexpectedContentTypeError } from "@modelfleet/core";
import type { ByteStream } from "@modelfleet/transport";
import { createParser } from "eventsource-parser";

export const defaultMaxEventLength: number = 16 * 1024 * 1024;

/** How long an answer that is complete is waited for to end, in milliseconds, so that its connection can be used again. */
const lingerMs = 20;

/**
 * The data of each server-sent event. Leaving the loop closes the connection.
 *
 * @param what names the request in errors
 * @throws UnexpectedContentTypeError, FrameTooLargeError, and whatever reading the bytes throws
 */
export async function* readEvents(stream: ByteStream, what: string, maxEventLength: number): AsyncGenerator<string> {
  const type = stream.header("content-type") ?? "";
  // Some servers ignore `stream`, or answer 200 with an error in JSON.
  if (/json/i.test(type)) {
    stream.cancel();
    throw new UnexpectedContentTypeError(`${what}: a stream of events was asked for, but the answer is ${type}`, type);
  }
  const events: string[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: ({ data }) => void events.push(data),
    onError: (error) => {
      // Fields that no standard knows are harmless.
      tooLarge ||= error.type === "max-buffer-size-exceeded";
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of stream.bytes) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* events.splice(0);
    if (tooLarge) {
      throw new FrameTooLargeError(`${what}: an event has more than ${maxEventLength} characters`, maxEventLength);
    }
  }
}

/** Reads on until the answer ends, for a moment: cancelled before its end, the connection could not be used again. */
export async function linger(events: AsyncGenerator<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lingerMs);
  });
  const ended = events.next().then(
    () => {},
    () => {},
  );
  await Promise.race([ended, expired]);
  clearTimeout(timer);
}
