import { Page } from "../design/page.tsx";
import { useWording } from "../state/wording.ts";
import { compareWording } from "./compare-wording.ts";

export default function ComparePage() {
  const t = useWording(compareWording);
  return (
    <Page title={t.title} lead={t.lead}>
      {null}
    </Page>
  );
}
