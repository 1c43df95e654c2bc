/**
 * The length of the text without an unfinished character at its end. Workers decode tokens to text one by one, and
 * half a character reads as U+FFFD, which the next frame replaces; those that count in UTF-16 may cut a pair.
 */
export function finishedLength(text: string): number {
  let length = text.length;
  while (length > 0) {
    const unit = text.charCodeAt(length - 1);
    if (unit !== 0xfffd && (unit & 0xfc00) !== 0xd800) break;
    length--;
  }
  return length;
}
