import { useState } from "react";
import { Dialog } from "../design/dialog.tsx";
import { Notice } from "../design/notice.tsx";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { WithCode } from "../design/with-code.tsx";
import { tokenStorage } from "../fleet-connection/token-storage.ts";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { CodeBlock } from "../markdown/code-block.tsx";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import type { ChatSession } from "./chat-session.ts";
import { chatWording } from "./chat-wording.ts";
import { type CodeLanguage, requestCode } from "./request-code.ts";
import { toChatRequest } from "./to-chat-request.ts";

const languages = [
  { value: "typescript", label: "TypeScript" },
  { value: "curl", label: "curl" },
  { value: "python", label: "Python" },
] as const satisfies readonly { value: CodeLanguage; label: string }[];

/** The last request of the conversation, or the one that would be its first, as a program. */
export default function RequestCodeDialog({ session, onClose }: { session: ChatSession; onClose: () => void }) {
  const t = useWording(chatWording);
  const connection = useConnection();
  const [language, setLanguage] = useState<CodeLanguage>("typescript");
  const conversation = useStore(session.conversation);
  const { messages, model } = conversation;
  const lastQuestion = messages.findLastIndex(({ role }) => role === "user");
  const asked =
    lastQuestion < 0
      ? [{ id: "", role: "user" as const, text: "Hello", images: [], at: 0 }]
      : messages.slice(0, lastQuestion + 1);
  const address = connection?.target.mode === "cluster" ? connection.target.address : "http://127.0.0.1:8000";
  const code = requestCode(language, toChatRequest(conversation, model ?? "model", asked), {
    controller: address,
    apiBase: connection?.apiBase ?? `${address}/v1`,
    token: tokenStorage.get(address) !== undefined,
  });
  return (
    <Dialog open onClose={onClose} size="lg" title={t.codeTitle} description={t.codeLead} closeLabel={t.close}>
      <div>
        <SegmentedControl label={t.language} value={language} choices={languages} onChange={setLanguage} />
      </div>
      <CodeBlock key={language} text={code} language={language === "curl" ? "bash" : language} />
      {connection?.tab && (
        <Notice>
          <WithCode text={t.codeTab} />
        </Notice>
      )}
    </Dialog>
  );
}
