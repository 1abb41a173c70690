ALTER TABLE "videos" ALTER COLUMN "duration_seconds" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "slice_until" timestamp with time zone;