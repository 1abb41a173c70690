"use client";

import type { PlanningView } from "../../../../lib/api/contract/planning";
import type { CatalogView } from "../../../../lib/api/contract/videos";
import { useCatalog, usePlanning } from "../../_lib/queries";
import { useEdit } from "../../_lib/use-edit";
import { ErrorPanel } from "../ui/error-panel";
import { EditWorkbench } from "./edit-workbench";

interface EditTabProps {
  videoId: string;
  isRunActive: boolean;
  onStarted: (runId: string) => void;
}

export function EditTab(props: EditTabProps) {
  const planning = usePlanning(props.videoId);
  const catalog = useCatalog();
  if (planning.data && catalog.data) {
    return <LoadedEdit {...props} planning={planning.data} catalog={catalog.data} />;
  }
  const failed = planning.error ?? catalog.error;
  if (failed) {
    const retry = () => void Promise.all([planning.refetch(), catalog.refetch()]);
    return <ErrorPanel what="The video's graph could not be loaded" error={failed} onRetry={retry} />;
  }
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading what can be edited</span>
      <div className="skeleton h-72 rounded-2xl" />
      <div className="skeleton h-96 rounded-2xl" />
    </div>
  );
}

function LoadedEdit({
  videoId,
  isRunActive,
  onStarted,
  planning,
  catalog,
}: EditTabProps & { planning: PlanningView; catalog: CatalogView }) {
  const session = useEdit({ videoId, planning, onStarted });
  return <EditWorkbench session={session} catalog={catalog} isRunActive={isRunActive} />;
}
