CREATE TABLE "credentials" (
	"workspace_id" text NOT NULL,
	"provider" text NOT NULL,
	"version" text NOT NULL,
	"key_id" text NOT NULL,
	"nonce" text NOT NULL,
	"ciphertext" text NOT NULL,
	"hint" text,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credentials_workspace_id_provider_pk" PRIMARY KEY("workspace_id","provider"),
	CONSTRAINT "credentials_provider" CHECK ("credentials"."provider" in ('openai','replicate'))
);
--> statement-breakpoint
ALTER TABLE "credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "credentials_own_tenant" ON "credentials" AS PERMISSIVE FOR ALL TO "reelgraph_app" USING (workspace_id = current_setting('reelgraph.workspace_id', true)) WITH CHECK (workspace_id = current_setting('reelgraph.workspace_id', true));--> statement-breakpoint
CREATE POLICY "credentials_system" ON "credentials" AS PERMISSIVE FOR ALL TO "reelgraph_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE "credentials" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "credentials" TO reelgraph_app, reelgraph_system;
