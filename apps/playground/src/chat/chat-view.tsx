import { Braces, SlidersHorizontal } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { TopbarContent } from "../app/slots.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Notice } from "../design/notice.tsx";
import { Select } from "../design/select.tsx";
import { useConnection, useModels } from "../fleet-connection/use-fleet.ts";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import type { ChatSession } from "./chat-session.ts";
import styles from "./chat-view.module.css";
import { chatWording } from "./chat-wording.ts";
import { Composer } from "./composer.tsx";
import { storageRefused } from "./conversations.ts";
import { ExportMenu } from "./export-menu.tsx";
import { lastModel } from "./last-model.ts";
import { Suggestions } from "./suggestions.tsx";

// Not needed before the first question; there when it is asked.
const loadMessageList = () => import("./message-list.tsx");
const MessageList = lazy(loadMessageList);
const ParametersDialog = lazy(() => import("./parameters-dialog.tsx"));
const RequestCodeDialog = lazy(() => import("./request-code-dialog.tsx"));

/** One conversation: its messages, and the box for the next one. */
export function ChatView({ session }: { session: ChatSession }) {
  const t = useWording(chatWording);
  const connection = useConnection();
  const { data: models, error: modelsError } = useModels();
  const { messages, model, ...conversation } = useStore(session.conversation);
  const refused = useStore(storageRefused);
  const coming = useStore(session.generation) !== undefined;
  const [open, setOpen] = useState<"parameters" | "code">();
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const first = models?.find((entry) => entry.model === connection?.preferredModel) ?? models?.[0];
    if (!models || !first) return;
    const known = model !== undefined && models.some((entry) => entry.model === model);
    // A conversation keeps the model that it was begun with; a new one takes what there is.
    if (!known && (model === undefined || messages.length === 0)) session.configure({ model: first.model });
  }, [models, model, messages.length, session, connection]);

  useEffect(() => {
    // Where it fails now, it is asked for again with the first question.
    if (connection) Promise.all([loadMessageList(), import("./stream-answer.ts")]).catch(() => undefined);
  }, [connection]);

  useCommands(t.chat, [
    { id: "focus-box", label: t.focusBox, keys: "/", run: () => box.current?.focus() },
    { id: "parameters", label: t.parameters, keys: "alt+p", run: () => setOpen("parameters") },
    { id: "code", label: t.code, keys: "alt+c", run: () => setOpen("code") },
    ...(coming ? [{ id: "stop", label: t.stop, keys: "escape", run: () => session.stop() }] : []),
  ]);

  const choices = (models ?? []).map((entry) => ({
    value: entry.model,
    label: entry.model,
    detail: entry.label ?? entry.description,
  }));
  if (model !== undefined && models && !choices.some(({ value }) => value === model)) {
    choices.push({ value: model, label: model, detail: t.gone });
  }
  const set = [conversation.system.trim(), ...Object.values(conversation.parameters)].filter(
    (value) => value !== undefined && value !== "",
  ).length;
  const begin = (text: string, wanted?: string) => {
    if (wanted) session.configure({ model: wanted });
    if (connection) void session.send(connection, text);
  };

  return (
    <div className={styles.chat}>
      <TopbarContent>
        <div className={styles.model}>
          <Select
            quiet
            label={t.model}
            value={model}
            choices={choices}
            placeholder={models ? t.noModels : modelsError ? t.noModels : t.loadingModels}
            onChange={(next) => {
              session.configure({ model: next });
              lastModel.set(next);
            }}
          />
        </div>
        <span className={styles.parametersButton}>
          <IconButton
            label={t.parameters}
            keys="alt+p"
            icon={<SlidersHorizontal aria-hidden="true" />}
            onClick={() => setOpen("parameters")}
          />
          {set > 0 && <span className={styles.dot} aria-hidden="true" />}
        </span>
        <IconButton label={t.code} keys="alt+c" icon={<Braces aria-hidden="true" />} onClick={() => setOpen("code")} />
        <ExportMenu session={session} />
      </TopbarContent>
      {refused && (
        <div className={styles.notice}>
          <Notice kind="warning">{t.storageRefused}</Notice>
        </div>
      )}
      {messages.length === 0 ? (
        <Suggestions models={models} tab={connection?.tab !== undefined} onChoose={begin} />
      ) : (
        <Suspense fallback={<div className={styles.filler} />}>
          <MessageList session={session} />
        </Suspense>
      )}
      <Composer
        ref={box}
        models={model === undefined ? [] : [model]}
        placeholder={model ? t.placeholderFor(model) : t.placeholder}
        coming={coming}
        onSend={(to, text, images) => void session.send(to, text, images)}
        onStop={() => session.stop()}
      />
      <Suspense>
        {open === "parameters" && (
          <ParametersDialog
            system={conversation.system}
            parameters={conversation.parameters}
            onChange={(change) => session.configure(change)}
            onClose={() => setOpen(undefined)}
          />
        )}
        {open === "code" && <RequestCodeDialog session={session} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}
