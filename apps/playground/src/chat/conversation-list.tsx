import { Ellipsis, SquarePen, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { useSlots } from "../app/slots.tsx";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { useToasts } from "../design/toast.tsx";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { chatWording } from "./chat-wording.ts";
import type { ConversationSummary } from "./conversation.ts";
import styles from "./conversation-list.module.css";
import { deleteConversation, loadSummaries, summaries } from "./conversations.ts";

/** The conversations of this browser, the newest first. */
export default function ConversationList({ current }: { current: string | undefined }) {
  const t = useWording(chatWording);
  const toasts = useToasts();
  const { closeSidebar } = useSlots();
  const [, navigate] = useLocation();
  const list = useStore(summaries);
  const [doomed, setDoomed] = useState<ConversationSummary>();

  useEffect(() => {
    if (summaries.get() === undefined) void loadSummaries();
  }, []);

  const remove = async ({ id }: ConversationSummary) => {
    setDoomed(undefined);
    await deleteConversation(id);
    toasts.show(t.deleted);
    if (id === current) navigate("/chat");
  };

  return (
    <nav className={styles.conversations} aria-label={t.conversations}>
      <Link href="/chat" className={styles.new} onClick={closeSidebar}>
        <SquarePen aria-hidden="true" />
        {t.newChat}
      </Link>
      {list?.length === 0 && <p className={styles.empty}>{t.noConversations}</p>}
      <ul className={styles.list}>
        {list?.map((summary) => (
          <li key={summary.id} className={styles.row} data-current={summary.id === current}>
            <Link
              href={`/chat/${summary.id}`}
              className={styles.link}
              aria-current={summary.id === current ? "page" : undefined}
              title={summary.title}
              onClick={closeSidebar}
            >
              {summary.title || t.untitled}
            </Link>
            <Menu
              trigger={
                <IconButton size="sm" className={styles.more} label={t.more} icon={<Ellipsis aria-hidden="true" />} />
              }
            >
              <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => setDoomed(summary)}>
                {t.delete}
              </MenuItem>
            </Menu>
          </li>
        ))}
      </ul>
      <Dialog
        open={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        size="sm"
        title={t.deleteTitle}
        description={t.deleteLead(doomed?.title || t.untitled)}
        closeLabel={t.close}
        footer={
          <>
            <Button onClick={() => setDoomed(undefined)}>{t.cancel}</Button>
            <Button look="danger" onClick={() => doomed && void remove(doomed)}>
              {t.delete}
            </Button>
          </>
        }
      />
    </nav>
  );
}
