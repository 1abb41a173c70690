declare module "virtual:dags" {
  import type { PlanningView } from "../../lib/api/contract/planning";
  import type { CatalogView } from "../../lib/api/contract/videos";
  import type { DagFixture } from "../fixtures/dags/library";

  export const catalog: CatalogView;
  export const dags: { fixture: DagFixture; planning: PlanningView }[];
}
