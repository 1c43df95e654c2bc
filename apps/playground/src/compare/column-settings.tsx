import ParametersDialog from "../chat/parameters-dialog.tsx";
import { Field } from "../design/field.tsx";
import { Select } from "../design/select.tsx";
import { useInstances } from "../fleet-connection/use-fleet.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { compareWording } from "./compare-wording.ts";
import type { CompareColumn, Comparison } from "./comparison.ts";

const noChoice = "any";

/** What one column has for itself: the worker to ask, and its parameters. */
export default function ColumnSettings({
  comparison,
  column,
  place,
  onClose,
}: {
  comparison: Comparison;
  column: CompareColumn;
  place: number;
  onClose: () => void;
}) {
  const t = useWording(compareWording);
  const { data: instances = [] } = useInstances();
  const model = useStore(column.session.conversation, (conversation) => conversation.model);
  const choices = instances
    .filter(({ workerType, modelName }) => workerType === "llm" && modelName === model)
    .map(({ host, port, healthy }) => ({
      value: `${host}:${port}`,
      label: `${host}:${port}`,
      detail: healthy ? undefined : t.unhealthy,
    }));
  return (
    <ParametersDialog
      {...column.own}
      title={t.ownParameters(place)}
      lead={t.ownLead}
      unset={t.asForAll}
      onChange={(change) => comparison.configure(column.id, change)}
      onReset={() => comparison.configure(column.id, { instance: undefined })}
      onClose={onClose}
    >
      <Field label={t.instance} hint={t.instanceHint}>
        {({ id }) => (
          <Select
            id={id}
            value={column.own.instance ?? noChoice}
            choices={[{ value: noChoice, label: t.anyInstance }, ...choices]}
            onChange={(next) => comparison.configure(column.id, { instance: next === noChoice ? undefined : next })}
          />
        )}
      </Field>
    </ParametersDialog>
  );
}
