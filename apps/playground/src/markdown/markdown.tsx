import { memo, useRef } from "react";
import { Block } from "./block.tsx";
import styles from "./markdown.module.css";
import { MarkdownBlocks } from "./markdown-blocks.ts";

/**
 * An answer. Elements are made of what the parser read, one by one: no HTML of the answer's, no script and no request
 * comes about.
 *
 * @param growing whether more of the text is to come
 */
export const Markdown = memo(function Markdown({ text, growing = false }: { text: string; growing?: boolean }) {
  const parser = useRef<MarkdownBlocks>(undefined);
  parser.current ??= new MarkdownBlocks();
  const blocks = parser.current.update(text);
  return (
    <div className={styles.markdown}>
      {blocks.map(({ start, token }, place) => (
        <Block key={start} token={token} growing={growing && place === blocks.length - 1} />
      ))}
    </div>
  );
});
