import styles from "./with-code.module.css";

/** A text in which what stands between backticks is code: commands and addresses in messages. */
export function WithCode({ text }: { text: string }) {
  // Every second part stands between two backticks; the parts of one text keep their places.
  return text.split("`").map((part, place) =>
    place % 2 === 1 ? (
      <code key={`${place} ${part}`} className={styles.code}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
