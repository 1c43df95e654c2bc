import { Page } from "../design/page.tsx";
import { useWording } from "../state/wording.ts";
import { textsWording } from "./texts-wording.ts";

export default function TextsPage() {
  const t = useWording(textsWording);
  return (
    <Page title={t.title} lead={t.lead}>
      {null}
    </Page>
  );
}
