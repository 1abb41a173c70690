CREATE TABLE "chosen_artifacts" (
	"video_id" text NOT NULL,
	"artifact" text NOT NULL,
	"workspace_id" text NOT NULL,
	"record" jsonb NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chosen_artifacts_video_id_artifact_pk" PRIMARY KEY("video_id","artifact")
);
--> statement-breakpoint
ALTER TABLE "chosen_artifacts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "discarded_results" (
	"video_id" text NOT NULL,
	"purchase_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"discarded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "discarded_results_video_id_purchase_id_pk" PRIMARY KEY("video_id","purchase_id")
);
--> statement-breakpoint
ALTER TABLE "discarded_results" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "chosen_artifacts" ADD CONSTRAINT "chosen_artifacts_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "discarded_results" ADD CONSTRAINT "discarded_results_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "chosen_artifacts_own_tenant" ON "chosen_artifacts" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "chosen_artifacts_system" ON "chosen_artifacts" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "discarded_results_own_tenant" ON "discarded_results" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "discarded_results_system" ON "discarded_results" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "chosen_artifacts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "discarded_results" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "chosen_artifacts", "discarded_results" TO reelgraph_app, reelgraph_system;
