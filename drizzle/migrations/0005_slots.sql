CREATE TABLE "provider_events" (
	"provider" text NOT NULL,
	"delivery_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"purchase_id" text NOT NULL,
	"provider_request_id" text NOT NULL,
	"status" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "provider_events_provider_delivery_id_pk" PRIMARY KEY("provider","delivery_id")
);
--> statement-breakpoint
ALTER TABLE "provider_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "purchases_slots";--> statement-breakpoint
ALTER TABLE "purchases" ADD COLUMN "slot_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_events" ADD CONSTRAINT "provider_events_purchase_id_purchases_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."purchases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "provider_events_of_purchase" ON "provider_events" USING btree ("purchase_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_nonce" ON "purchases" USING btree ("nonce");--> statement-breakpoint
CREATE INDEX "purchases_of_request" ON "purchases" USING btree ("provider","provider_request_id");--> statement-breakpoint
CREATE INDEX "purchases_slots" ON "purchases" USING btree ("slot_key") WHERE state in ('claimed','submitted');--> statement-breakpoint
CREATE POLICY "provider_events_own_tenant" ON "provider_events" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "provider_events_system" ON "provider_events" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "provider_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "provider_events" TO reelgraph_app, reelgraph_system;--> statement-breakpoint
-- Slots are shared by all workspaces, and a workspace sees its own purchases only: this counts for it, one counter at a time per key.
CREATE FUNCTION reelgraph_slots_taken(wanted text, at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('reelgraph-slots ' || wanted, 0));
  RETURN (
    SELECT count(*) FROM purchases
    WHERE slot_key = wanted
      AND ((state = 'claimed' AND deadline_at > at) OR (state = 'submitted' AND submitted_at > at - interval '1 hour'))
  );
END $$;--> statement-breakpoint
-- An owner of a function must be allowed to create in its schema, for a moment.
GRANT CREATE ON SCHEMA public TO reelgraph_system;--> statement-breakpoint
ALTER FUNCTION reelgraph_slots_taken(text, timestamptz) OWNER TO reelgraph_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM reelgraph_system;--> statement-breakpoint
REVOKE ALL ON FUNCTION reelgraph_slots_taken(text, timestamptz) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION reelgraph_slots_taken(text, timestamptz) TO reelgraph_app, reelgraph_system;
