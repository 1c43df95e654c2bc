import { memo, type ReactNode, useEffect, useState } from "react";
import { CopyButton } from "../design/copy-button.tsx";
import { useWording } from "../state/wording.ts";
import styles from "./code-block.module.css";
import { markdownWording } from "./markdown-wording.ts";

/** Longer ones stay plain: colours are not worth a page that stops. */
const highlightedCharacters = 40_000;
const linesPerPiece = 40;

/**
 * Code, with its language and a button that copies it. Colours come when it is complete, and change no measure.
 *
 * @param language as after the fence, such as `ts`
 */
export function CodeBlock({
  text,
  language,
  growing = false,
}: {
  text: string;
  language?: string | undefined;
  growing?: boolean;
}) {
  const t = useWording(markdownWording);
  const name = language?.trim().split(/\s/)[0];
  const coloured = useHighlighted(text, name, growing);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span>{name || t.code}</span>
        <CopyButton text={text} label={t.copyCode} copiedLabel={t.copied} />
      </figcaption>
      {/* Wide code scrolls by itself, and so must be reachable by keyboard. */}
      <pre className={styles.code} tabIndex={0}>
        <code>{coloured ?? pieces(text).map(([start, piece]) => <Piece key={start} text={piece} />)}</code>
      </pre>
    </figure>
  );
}

/** Lines by the dozen, so that a long block that grows is not laid out anew as a whole. */
function pieces(text: string): [start: number, piece: string][] {
  const found: [number, string][] = [];
  let start = 0;
  let lines = 0;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
    lines += 1;
    if (lines % linesPerPiece !== 0) continue;
    found.push([start, text.slice(start, end + 1)]);
    start = end + 1;
  }
  return [...found, [start, text.slice(start)]];
}

const Piece = memo(({ text }: { text: string }) => <span className={styles.piece}>{text}</span>);

function useHighlighted(text: string, language: string | undefined, growing: boolean): ReactNode {
  const [result, setResult] = useState<{ text: string; content: ReactNode }>();
  useEffect(() => {
    if (growing || !language || text.length > highlightedCharacters) return;
    let wanted = true;
    import("./highlight.tsx")
      .then(({ highlight }) => {
        if (wanted) setResult({ text, content: highlight(text, language) });
      })
      // Offline, or a new version of the page: plain code can be read as well.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [text, language, growing]);
  return result?.text === text ? result.content : undefined;
}
