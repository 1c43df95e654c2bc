import { Page } from "../design/page.tsx";
import { useWording } from "../state/wording.ts";
import { wireWording } from "./wire-wording.ts";

export default function WirePage() {
  const t = useWording(wireWording);
  return (
    <Page title={t.title} lead={t.lead}>
      {null}
    </Page>
  );
}
