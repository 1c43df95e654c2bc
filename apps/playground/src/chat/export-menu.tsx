import { Download, FileJson, FileText } from "lucide-react";
import { IconButton } from "../design/icon-button.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import type { ChatSession } from "./chat-session.ts";
import { chatWording } from "./chat-wording.ts";
import { download, fileName, toJson, toMarkdown } from "./export-conversation.ts";

export function ExportMenu({ session }: { session: ChatSession }) {
  const t = useWording(chatWording);
  const empty = useStore(session.conversation, ({ messages }) => messages.length === 0);
  const exportAs = (extension: "md" | "json") => {
    const conversation = session.conversation.get();
    if (extension === "md")
      download(fileName(conversation.title, "md"), toMarkdown(conversation, t.you), "text/markdown");
    else download(fileName(conversation.title, "json"), toJson(conversation), "application/json");
  };
  useCommands(
    t.chat,
    empty
      ? []
      : [
          { id: "export-md", label: t.exportMarkdown, run: () => exportAs("md") },
          { id: "export-json", label: t.exportJson, run: () => exportAs("json") },
        ],
  );
  return (
    <Menu trigger={<IconButton label={t.export} disabled={empty} icon={<Download aria-hidden="true" />} />}>
      <MenuItem icon={<FileText aria-hidden="true" />} onSelect={() => exportAs("md")}>
        {t.exportMarkdown}
      </MenuItem>
      <MenuItem icon={<FileJson aria-hidden="true" />} onSelect={() => exportAs("json")}>
        {t.exportJson}
      </MenuItem>
    </Menu>
  );
}
