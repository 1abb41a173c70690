-- Roles are shared by a server's databases, so another database may have made them already.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reelgraph_app') THEN
    CREATE ROLE reelgraph_app NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reelgraph_system') THEN
    CREATE ROLE reelgraph_system NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
-- The connecting user switches to them; a superuser may anyway.
DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT reelgraph_app, reelgraph_system TO %I', current_user);
  END IF;
END $$;
