import type { Token, Tokens } from "marked";
import { memo, type ReactNode } from "react";
import { useWording } from "../state/wording.ts";
import { CodeBlock } from "./code-block.tsx";
import { Inline } from "./inline.tsx";
import styles from "./markdown.module.css";
import { markdownWording } from "./markdown-wording.ts";

type BlockTokens =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.List
  | Tokens.Table
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.Space
  | Tokens.Def
  | { type: "mathBlock"; raw: string; text: string };

/** Drawn again only when its own text changed: while an answer comes, that is the last one. */
export const Block = memo(
  function Block({ token, growing }: { token: Token; growing: boolean }): ReactNode {
    return <BlockToken token={token as BlockTokens} growing={growing} />;
  },
  (before, after) =>
    before.token.raw === after.token.raw && before.token.type === after.token.type && before.growing === after.growing,
);

function Blocks({ tokens, growing }: { tokens: readonly Token[]; growing: boolean }): ReactNode {
  return tokens.map((token, place) => (
    <Block key={`${place} ${token.type}`} token={token} growing={growing && place === tokens.length - 1} />
  ));
}

function BlockToken({ token, growing }: { token: BlockTokens; growing: boolean }): ReactNode {
  switch (token.type) {
    case "heading": {
      // The page has its own first level.
      const Heading = `h${Math.min(token.depth + 1, 6)}` as "h2";
      return (
        <Heading data-depth={token.depth}>
          <Inline tokens={token.tokens} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p>
          <Inline tokens={token.tokens} />
        </p>
      );
    case "text":
      return <Inline tokens={token.tokens ?? [token]} />;
    case "list":
      return <List token={token} growing={growing} />;
    case "table":
      return <AnswerTable token={token} />;
    case "blockquote":
      return (
        <blockquote>
          <Blocks tokens={token.tokens} growing={growing} />
        </blockquote>
      );
    case "code":
      return <CodeBlock text={token.text} language={token.lang} growing={growing} />;
    case "mathBlock":
      return <pre className={styles.mathBlock}>{token.text}</pre>;
    case "hr":
      return <hr />;
    case "html":
      return <p className={styles.html}>{token.raw.trimEnd()}</p>;
    case "space":
    case "def":
      return null;
    default:
      return <p>{(token as Token).raw}</p>;
  }
}

function List({ token, growing }: { token: Tokens.List; growing: boolean }): ReactNode {
  const items = token.items.map((item, place) => (
    // Items of one list never change their order.
    <Item key={`${place} item`} item={item} growing={growing && place === token.items.length - 1} />
  ));
  return token.ordered ? <ol start={token.start === "" ? 1 : token.start}>{items}</ol> : <ul>{items}</ul>;
}

const Item = memo(
  function Item({ item, growing }: { item: Tokens.ListItem; growing: boolean }): ReactNode {
    const t = useWording(markdownWording);
    return (
      <li className={item.task ? styles.task : undefined}>
        {item.task && (
          <input
            type="checkbox"
            checked={item.checked === true}
            readOnly
            disabled
            aria-label={item.checked ? t.done : t.open}
          />
        )}
        <Blocks tokens={item.tokens.filter(({ type }) => type !== "checkbox")} growing={growing} />
      </li>
    );
  },
  (before, after) =>
    before.item.raw === after.item.raw && before.item.loose === after.item.loose && before.growing === after.growing,
);

function AnswerTable({ token }: { token: Tokens.Table }): ReactNode {
  const t = useWording(markdownWording);
  return (
    <section className={styles.tableScroll} aria-label={t.table} tabIndex={0}>
      {/* Columns of one width: by their content, they would move with every row that comes. */}
      <table style={{ minWidth: `${token.header.length * 7.5}rem` }}>
        <thead>
          <Row cells={token.header} head />
        </thead>
        <tbody>
          {token.rows.map((cells, place) => (
            // Rows of one table never change their order.
            <Row key={`${place} row`} cells={cells} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Row = memo(
  function Row({ cells, head }: { cells: readonly Tokens.TableCell[]; head?: boolean }): ReactNode {
    const Cell = head ? "th" : "td";
    return (
      <tr>
        {cells.map((cell, place) => (
          <Cell key={`${place} cell`} scope={head ? "col" : undefined} data-align={cell.align ?? undefined}>
            <Inline tokens={cell.tokens} />
          </Cell>
        ))}
      </tr>
    );
  },
  (before, after) =>
    before.cells.length === after.cells.length &&
    before.cells.every(
      (cell, place) => cell.text === after.cells[place]?.text && cell.align === after.cells[place]?.align,
    ),
);
