CREATE TABLE "request_counts" (
	"key" text PRIMARY KEY NOT NULL,
	"window_at" timestamp with time zone NOT NULL,
	"requests" integer NOT NULL,
	"before" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "request_counts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "request_counts_system" ON "request_counts" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "request_counts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "request_counts" TO reelgraph_system;
