import { Page } from "../design/page.tsx";
import { useWording } from "../state/wording.ts";
import { fleetWording } from "./fleet-wording.ts";

export default function FleetPage() {
  const t = useWording(fleetWording);
  return (
    <Page title={t.title} lead={t.lead}>
      {null}
    </Page>
  );
}
