ALTER TABLE "core"."video_queue" DROP CONSTRAINT "video_queue_attempt";--> statement-breakpoint
ALTER TABLE "core"."video_queue" ALTER COLUMN "attempt" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "core"."video_queue" ADD COLUMN "parked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "core"."video_queue" ADD COLUMN "parked_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."video_queue" ADD CONSTRAINT "video_queue_attempt" CHECK ("core"."video_queue"."attempt" >= 0 and "core"."video_queue"."parked_ms" >= 0);