import type { RunView } from "../../../lib/api/contract/runs";
import type { ArtifactPageView, CatalogView } from "../../../lib/api/contract/videos";

export type RunStatus = RunView["status"];
export type ArtifactView = ArtifactPageView["data"][number];
export type CatalogInput = CatalogView["inputs"][number];

/** Shows everything about an artifact. */
export type OpenArtifact = (artifact: ArtifactView) => void;
