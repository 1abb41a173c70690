-- What is known of a window, for whoever shows it: nothing is held, unlike by reelgraph_window.
CREATE FUNCTION reelgraph_look_at_window(wanted text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT state FROM windows WHERE slot_key = wanted
$$;--> statement-breakpoint
-- An owner of a function must be allowed to create in its schema, for a moment.
GRANT CREATE ON SCHEMA public TO reelgraph_system;--> statement-breakpoint
ALTER FUNCTION reelgraph_look_at_window(text) OWNER TO reelgraph_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM reelgraph_system;--> statement-breakpoint
REVOKE ALL ON FUNCTION reelgraph_look_at_window(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION reelgraph_look_at_window(text) TO reelgraph_app, reelgraph_system;
