import { type FormEvent, useState } from "react";
import { Badge } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Field, TextInput } from "../design/field.tsx";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import styles from "./connection-settings.module.css";
import { connect, connectionStore } from "./connection-store.ts";
import { readAddress } from "./connection-target.ts";
import { connectionWording } from "./connection-wording.ts";
import { FaultControls } from "./fault-controls.tsx";
import { tokenStorage } from "./token-storage.ts";

export default function ConnectionSettings({ onClose }: { onClose: () => void }) {
  const t = useWording(connectionWording);
  const state = useStore(connectionStore);
  const target = state.status === "looking" ? undefined : state.target;
  const inTab = target?.mode === "tab" && state.status === "connected";
  const tab = state.status === "connected" ? state.connection.tab : undefined;
  const use = (next: Parameters<typeof connect>[0]) => {
    void connect(next);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t.connectTo} closeLabel={t.close}>
      <section className={styles.option} aria-labelledby="connection-tab">
        <div>
          <h3 id="connection-tab" className={styles.name}>
            {t.tabFleet}
          </h3>
          <p className={styles.lead}>{t.tabLead}</p>
        </div>
        {inTab ? (
          <Badge kind="accent">{t.tabInUse}</Badge>
        ) : (
          <Button onClick={() => use({ mode: "tab" })}>{t.tabUse}</Button>
        )}
      </section>
      {tab && <FaultControls tab={tab} />}
      <section className={styles.cluster} aria-labelledby="connection-cluster">
        <div>
          <h3 id="connection-cluster" className={styles.name}>
            {t.cluster}
          </h3>
          <p className={styles.lead}>{t.clusterLead}</p>
        </div>
        <ClusterForm
          address={target?.mode === "cluster" ? target.address : ""}
          onConnect={(address) => use({ mode: "cluster", address })}
        />
      </section>
    </Dialog>
  );
}

function ClusterForm({ address: current, onConnect }: { address: string; onConnect: (address: string) => void }) {
  const t = useWording(connectionWording);
  const [address, setAddress] = useState(current);
  const [token, setToken] = useState((current && tokenStorage.get(current)) || "");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readAddress(address);
    if (!read) return setWrong(true);
    tokenStorage.set(read, token.trim() || undefined);
    onConnect(read);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={t.address} hint={t.addressHint} error={wrong ? t.addressWrong : undefined}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="url"
            placeholder="http://127.0.0.1:8000"
            value={address}
            onChange={(event) => {
              setAddress(event.currentTarget.value);
              setWrong(false);
            }}
          />
        )}
      </Field>
      <Field label={t.token} hint={t.tokenHint}>
        {(control) => (
          <TextInput
            {...control}
            type="password"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button look="primary" type="submit" className={styles.submit}>
        {t.connect}
      </Button>
    </form>
  );
}
