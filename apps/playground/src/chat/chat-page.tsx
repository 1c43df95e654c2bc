import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation, useParams } from "wouter";
import { SidebarContent } from "../app/slots.tsx";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { useCommands } from "../state/commands.ts";
import { useWording } from "../state/wording.ts";
import type { ChatSession } from "./chat-session.ts";
import { ChatView } from "./chat-view.tsx";
import { chatWording } from "./chat-wording.ts";
import { beginConversation, openConversation } from "./conversations.ts";
import { lastModel } from "./last-model.ts";

const ConversationList = lazy(() => import("./conversation-list.tsx"));

/** The conversation of the address, or a new one. */
export default function ChatPage() {
  const t = useWording(chatWording);
  const [, navigate] = useLocation();
  const id = useParams()["*"];
  const { session, missing } = useSession(id, (created) => navigate(`/chat/${created}`));

  useCommands(t.chat, [{ id: "new-chat", label: t.newChat, keys: "alt+n", run: () => navigate("/chat") }]);

  return (
    <>
      <SidebarContent>
        <Suspense>
          <ConversationList current={id} />
        </Suspense>
      </SidebarContent>
      {session && <ChatView key={session.conversation.get().id} session={session} />}
      {missing && (
        <EmptyState
          title={t.notFound}
          actions={
            <Button look="primary" onClick={() => navigate("/chat")}>
              {t.newChat}
            </Button>
          }
        >
          {t.notFoundLead}
        </EmptyState>
      )}
    </>
  );
}

/** @param onBegun is told the id of a new conversation with its first question */
function useSession(
  id: string | undefined,
  onBegun: (id: string) => void,
): { session: ChatSession | undefined; missing: boolean } {
  const [found, setFound] = useState<{ id: string | undefined; session: ChatSession | undefined }>();

  useEffect(() => {
    let wanted = true;
    if (id === undefined) {
      setFound({ id, session: beginConversation({ model: lastModel.get() }) });
    } else {
      void openConversation(id).then((session) => wanted && setFound({ id, session }));
    }
    return () => {
      wanted = false;
    };
  }, [id]);

  const session = found?.session;
  useEffect(() => {
    if (!session || id !== undefined) return;
    return session.generation.subscribe(() => {
      if (session.generation.get()) onBegun(session.conversation.get().id);
    });
  });

  // While another one is opened, the one before stays: an empty page would flash. Not if it is a new one that is asked for.
  const shown = found && (found.id === id || found.session?.conversation.get().id === id) ? session : undefined;
  return { session: shown, missing: found !== undefined && found.id === id && !found.session };
}
