CREATE TABLE "duties" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text,
	"held_until" timestamp with time zone,
	"progress" jsonb,
	"finished_at" timestamp with time zone,
	"report" jsonb
);
--> statement-breakpoint
ALTER TABLE "duties" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tombstones" (
	"video_id" text NOT NULL,
	"path" text NOT NULL,
	"workspace_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	"buried_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tombstones_video_id_path_pk" PRIMARY KEY("video_id","path")
);
--> statement-breakpoint
ALTER TABLE "tombstones" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "collected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "swept_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tombstones" ADD CONSTRAINT "tombstones_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_collected" CHECK ("videos"."collected_at" is null or "videos"."deleted_at" is not null);--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_swept" CHECK ("videos"."swept_at" is null or "videos"."collected_at" is not null);--> statement-breakpoint
CREATE POLICY "duties_system" ON "duties" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tombstones_own_tenant" ON "tombstones" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "tombstones_system" ON "tombstones" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "duties" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tombstones" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "duties" TO reelgraph_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "tombstones" TO reelgraph_app, reelgraph_system;
