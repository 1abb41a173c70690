CREATE TABLE "storage_days" (
	"video_id" text NOT NULL,
	"day" date NOT NULL,
	"workspace_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "storage_days_video_id_day_pk" PRIMARY KEY("video_id","day"),
	CONSTRAINT "storage_days_bytes" CHECK ("storage_days"."bytes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "storage_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "ceiling_micros" bigint;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "requests_at_a_time" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "storage_days" ADD CONSTRAINT "storage_days_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "storage_days_of_workspace" ON "storage_days" USING btree ("workspace_id");--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_ceiling" CHECK ("videos"."ceiling_micros" >= 0);--> statement-breakpoint
CREATE POLICY "storage_days_own_tenant" ON "storage_days" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "storage_days_system" ON "storage_days" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "storage_days" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "storage_days" TO reelgraph_app, reelgraph_system;
