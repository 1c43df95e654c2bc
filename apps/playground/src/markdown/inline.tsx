import { ImageOff } from "lucide-react";
import type { Token, Tokens } from "marked";
import type { ReactNode } from "react";
import { useWording } from "../state/wording.ts";
import styles from "./markdown.module.css";
import { markdownWording } from "./markdown-wording.ts";
import { plainText } from "./plain-text.ts";
import { inlineImage, safeAddress } from "./safe-address.ts";

/** What stands inside a block. Elements are made one by one: HTML in an answer is shown as the text that it is. */
export function Inline({ tokens }: { tokens: readonly Token[] | undefined }): ReactNode {
  // Tokens of one text never change their order.
  return tokens?.map((token, place) => <InlineToken key={`${place} ${token.type}`} token={token as InlineTokens} />);
}

type InlineTokens =
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Br
  | Tokens.Link
  | Tokens.Image
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Checkbox
  | { type: "mathInline"; raw: string; text: string };

function InlineToken({ token }: { token: InlineTokens }): ReactNode {
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case "del":
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      );
    case "codespan":
      return <code className={styles.codespan}>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return <AnswerLink token={token} />;
    case "image":
      return <AnswerImage token={token} />;
    case "mathInline":
      return <code className={styles.math}>{token.text}</code>;
    case "text":
      return token.tokens ? <Inline tokens={token.tokens} /> : plainText(token.text);
    case "escape":
      return token.text;
    case "checkbox":
      return null;
    default:
      return (token as Token).raw;
  }
}

function AnswerLink({ token }: { token: Tokens.Link }): ReactNode {
  const address = safeAddress(plainText(token.href));
  const content = <Inline tokens={token.tokens} />;
  if (!address) return <span title={token.href}>{content}</span>;
  return (
    <a
      href={address}
      title={token.title ? plainText(token.title) : address}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {content}
    </a>
  );
}

/** An image from elsewhere is not asked for: its address alone could tell somebody what was read here, and when. */
function AnswerImage({ token }: { token: Tokens.Image }): ReactNode {
  const t = useWording(markdownWording);
  const name = plainText(token.text);
  const inline = inlineImage(token.href);
  if (inline) return <img src={inline} alt={name} className={styles.image} />;
  const address = safeAddress(plainText(token.href));
  if (!address) return name;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" className={styles.remoteImage} title={address}>
      <ImageOff aria-hidden="true" />
      <span>{t.openImage(name || new URL(address).hostname)}</span>
    </a>
  );
}
