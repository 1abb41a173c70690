CREATE TABLE "budget_months" (
	"workspace_id" text NOT NULL,
	"month" text NOT NULL,
	"spent_micros" bigint DEFAULT 0 NOT NULL,
	"reserved_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "budget_months_workspace_id_month_pk" PRIMARY KEY("workspace_id","month"),
	CONSTRAINT "budget_months_not_negative" CHECK ("budget_months"."spent_micros" >= 0 and "budget_months"."reserved_micros" >= 0)
);
--> statement-breakpoint
ALTER TABLE "budget_months" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "events" (
	"video_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"workspace_id" text NOT NULL,
	"run_id" text,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "events_video_id_seq_pk" PRIMARY KEY("video_id","seq"),
	CONSTRAINT "events_seq" CHECK ("events"."seq" >= 1)
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_route_key_pk" PRIMARY KEY("workspace_id","route","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "jobs" (
	"run_id" text NOT NULL,
	"job_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"video_id" text NOT NULL,
	"gen_id" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"layer" integer NOT NULL,
	"priority" integer NOT NULL,
	"state" text NOT NULL,
	"skip_reason" text,
	"spec" jsonb NOT NULL,
	"fingerprint" text,
	"made_from" jsonb,
	"claim_key" text,
	"provider_request_id" text,
	"outputs" jsonb,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_run_id_job_id_pk" PRIMARY KEY("run_id","job_id"),
	CONSTRAINT "jobs_state" CHECK ("jobs"."state" in ('ready','claimed','submitted','succeeded','failed','cancelled','blocked','skipped')),
	CONSTRAINT "jobs_skip_reason" CHECK (("jobs"."state" = 'skipped') = ("jobs"."skip_reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "leases" (
	"video_id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"run_id" text NOT NULL,
	"epoch" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "leases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"video_id" text NOT NULL,
	"run_id" text NOT NULL,
	"purchase_id" text,
	"kind" text NOT NULL,
	"amount_micros" bigint NOT NULL,
	"month" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_entries_kind" CHECK ("ledger_entries"."kind" in ('reserve','settle','release')),
	CONSTRAINT "ledger_entries_amount" CHECK ("ledger_entries"."amount_micros" >= 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "purchases" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"video_id" text NOT NULL,
	"run_id" text NOT NULL,
	"job_id" text NOT NULL,
	"claim_key" text NOT NULL,
	"call" text NOT NULL,
	"purchase_number" integer NOT NULL,
	"state" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"nonce" text NOT NULL,
	"provider_request_id" text,
	"slice_epoch" integer NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"next_check_at" timestamp with time zone,
	"maximum_micros" bigint NOT NULL,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"outcome" jsonb,
	"failure" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "purchases_state" CHECK ("purchases"."state" in ('claimed','submitted','succeeded','failed','cancelled','lost'))
);
--> statement-breakpoint
ALTER TABLE "purchases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"video_id" text NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"options" jsonb NOT NULL,
	"inputs" jsonb NOT NULL,
	"input_revision" integer NOT NULL,
	"seed" bigint NOT NULL,
	"revision" integer NOT NULL,
	"queue_hash" text,
	"quote" jsonb,
	"result" jsonb,
	"workflow_run_id" text,
	"starts" integer DEFAULT 0 NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"slice_epoch" integer DEFAULT 0 NOT NULL,
	"wake_at" timestamp with time zone,
	"heartbeat_at" timestamp with time zone,
	"month" text NOT NULL,
	"reserved_micros" bigint DEFAULT 0 NOT NULL,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"max_cost_micros" bigint,
	"failure" jsonb,
	"actor" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "runs_type" CHECK ("runs"."type" in ('generation','regeneration','export')),
	CONSTRAINT "runs_status" CHECK ("runs"."status" in ('queued','running','waiting','cancelling','succeeded','partial','failed','cancelled'))
);
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "videos" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"dag_prefix" text NOT NULL,
	"head_revision" integer DEFAULT 0 NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"input_revision" integer DEFAULT 1 NOT NULL,
	"seed" bigint NOT NULL,
	"title" text,
	"duration_seconds" real,
	"num_dirty_artifacts" integer DEFAULT 0 NOT NULL,
	"total_cost_micros" bigint DEFAULT 0 NOT NULL,
	"thumbnail_key" text,
	"mp4_key" text,
	"last_event_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "videos_status" CHECK ("videos"."status" in ('draft','queued','running','succeeded','partial','failed','cancelled')),
	CONSTRAINT "videos_revision" CHECK ("videos"."head_revision" >= 0 and "videos"."epoch" >= 0 and "videos"."input_revision" >= 1)
);
--> statement-breakpoint
ALTER TABLE "videos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"ceiling_micros" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workspaces_ceiling" CHECK ("workspaces"."ceiling_micros" >= 0)
);
--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "budget_months" ADD CONSTRAINT "budget_months_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_of_run" ON "events" USING btree ("run_id","seq");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "jobs_of_claim" ON "jobs" USING btree ("claim_key");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_settlement" ON "ledger_entries" USING btree ("purchase_id") WHERE kind = 'settle';--> statement-breakpoint
CREATE INDEX "ledger_entries_of_run" ON "ledger_entries" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_of_month" ON "ledger_entries" USING btree ("workspace_id","month");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_claim" ON "purchases" USING btree ("claim_key","call","purchase_number");--> statement-breakpoint
CREATE INDEX "purchases_slots" ON "purchases" USING btree ("provider","model") WHERE state in ('claimed','submitted');--> statement-breakpoint
CREATE INDEX "purchases_of_run" ON "purchases" USING btree ("run_id","job_id");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_active_per_video" ON "runs" USING btree ("video_id") WHERE type in ('generation','regeneration') and status in ('queued','running','waiting','cancelling');--> statement-breakpoint
CREATE INDEX "runs_of_video" ON "runs" USING btree ("video_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "runs_alive" ON "runs" USING btree ("heartbeat_at") WHERE status in ('queued','running','waiting','cancelling');--> statement-breakpoint
CREATE INDEX "videos_newest" ON "videos" USING btree ("workspace_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "videos_dirty" ON "videos" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE num_dirty_artifacts > 0 and deleted_at is null;--> statement-breakpoint
CREATE POLICY "budget_months_own_tenant" ON "budget_months" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "budget_months_system" ON "budget_months" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "events_own_tenant" ON "events" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "events_system" ON "events" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "idempotency_keys_own_tenant" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "idempotency_keys_system" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "jobs_own_tenant" ON "jobs" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "jobs_system" ON "jobs" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "leases_own_tenant" ON "leases" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "leases_system" ON "leases" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_entries_own_tenant" ON "ledger_entries" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "ledger_entries_system" ON "ledger_entries" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "purchases_own_tenant" ON "purchases" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "purchases_system" ON "purchases" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "runs_own_tenant" ON "runs" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "runs_system" ON "runs" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "videos_own_tenant" ON "videos" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "videos_system" ON "videos" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "workspaces_own_tenant" ON "workspaces" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "workspaces_system" ON "workspaces" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);