CREATE TABLE "windows" (
	"slot_key" text PRIMARY KEY NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "windows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "windows_system" ON "windows" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "windows" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "windows" TO reelgraph_system;--> statement-breakpoint
-- A window is shared by all workspaces, so these read and replace it for the application role; who reads holds it until its transaction ends.
CREATE FUNCTION reelgraph_window(wanted text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('reelgraph-slots ' || wanted, 0));
  RETURN (SELECT state FROM windows WHERE slot_key = wanted);
END $$;--> statement-breakpoint
CREATE FUNCTION reelgraph_keep_window(wanted text, kept jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO windows (slot_key, state) VALUES (wanted, kept)
  ON CONFLICT (slot_key) DO UPDATE SET state = kept
$$;--> statement-breakpoint
-- An owner of a function must be allowed to create in its schema, for a moment.
GRANT CREATE ON SCHEMA public TO reelgraph_system;--> statement-breakpoint
ALTER FUNCTION reelgraph_window(text) OWNER TO reelgraph_system;--> statement-breakpoint
ALTER FUNCTION reelgraph_keep_window(text, jsonb) OWNER TO reelgraph_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM reelgraph_system;--> statement-breakpoint
REVOKE ALL ON FUNCTION reelgraph_window(text), reelgraph_keep_window(text, jsonb) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION reelgraph_window(text), reelgraph_keep_window(text, jsonb) TO reelgraph_app, reelgraph_system;
