CREATE TABLE "core"."video_versions" (
	"video_id" text NOT NULL,
	"version" integer NOT NULL,
	"spec" jsonb NOT NULL,
	"edit" jsonb,
	"artifacts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"quality_score" integer,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_versions_video_id_version_pk" PRIMARY KEY("video_id","version"),
	CONSTRAINT "video_versions_version" CHECK ("core"."video_versions"."version" >= 1),
	CONSTRAINT "video_versions_quality_score" CHECK ("core"."video_versions"."quality_score" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "core"."files" (
	"object_key" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"media_type" text NOT NULL,
	"name" text NOT NULL,
	"licence" text,
	"author" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "files_bytes" CHECK ("core"."files"."bytes" >= 0),
	CONSTRAINT "files_lifecycle" CHECK ("core"."files"."created_at" <= "core"."files"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."media_uses" (
	"video_id" text NOT NULL,
	"scene" integer NOT NULL,
	"channel_id" text NOT NULL,
	"source" text NOT NULL,
	"asset_id" text NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "media_uses_video_id_scene_pk" PRIMARY KEY("video_id","scene")
);
--> statement-breakpoint
CREATE TABLE "core"."production_schedules" (
	"schedule_id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"cadence" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"daily_videos_max" integer DEFAULT 1 NOT NULL,
	"off_peak_from_hour" integer DEFAULT 0 NOT NULL,
	"off_peak_to_hour" integer DEFAULT 0 NOT NULL,
	"topic_source" text NOT NULL,
	"topics" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"spec" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"priority" integer DEFAULT 5 NOT NULL,
	"last_run_at" timestamp with time zone,
	"last_video_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "production_schedules_topic_source" CHECK ("core"."production_schedules"."topic_source" in ('list', 'trend', 'feed')),
	CONSTRAINT "production_schedules_daily" CHECK ("core"."production_schedules"."daily_videos_max" >= 1 and "core"."production_schedules"."position" >= 0),
	CONSTRAINT "production_schedules_hours" CHECK ("core"."production_schedules"."off_peak_from_hour" between 0 and 24 and "core"."production_schedules"."off_peak_to_hour" between 0 and 24),
	CONSTRAINT "production_schedules_priority" CHECK ("core"."production_schedules"."priority" between 1 and 10),
	CONSTRAINT "production_schedules_lifecycle" CHECK ("core"."production_schedules"."created_at" <= "core"."production_schedules"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."scheduled_videos" (
	"schedule_id" text NOT NULL,
	"fired_for" text NOT NULL,
	"topic" text,
	"video_id" text,
	"skipped_because" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scheduled_videos_schedule_id_fired_for_pk" PRIMARY KEY("schedule_id","fired_for")
);
--> statement-breakpoint
CREATE TABLE "core"."experiments" (
	"experiment_id" text PRIMARY KEY NOT NULL,
	"video_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"variants" jsonb NOT NULL,
	"rotation_hours" integer NOT NULL,
	"rounds_max" integer NOT NULL,
	"results" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"winner" integer,
	"reason" text,
	"created_by" text NOT NULL,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "experiments_kind" CHECK ("core"."experiments"."kind" in ('title', 'thumbnail')),
	CONSTRAINT "experiments_status" CHECK ("core"."experiments"."status" in ('running', 'decided', 'inconclusive', 'stopped')),
	CONSTRAINT "experiments_limits" CHECK ("core"."experiments"."rotation_hours" >= 1 and "core"."experiments"."rounds_max" >= 1 and "core"."experiments"."winner" >= 0),
	CONSTRAINT "experiments_finished" CHECK (("core"."experiments"."status" = 'running') = ("core"."experiments"."finished_at" is null)),
	CONSTRAINT "experiments_lifecycle" CHECK ("core"."experiments"."created_at" <= "core"."experiments"."updated_at")
);
--> statement-breakpoint
ALTER TABLE "core"."video_versions" ADD CONSTRAINT "video_versions_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."media_uses" ADD CONSTRAINT "media_uses_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."media_uses" ADD CONSTRAINT "media_uses_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."production_schedules" ADD CONSTRAINT "production_schedules_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."scheduled_videos" ADD CONSTRAINT "scheduled_videos_schedule_id_production_schedules_schedule_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "core"."production_schedules"("schedule_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."experiments" ADD CONSTRAINT "experiments_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_created" ON "core"."files" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "media_uses_channel_asset" ON "core"."media_uses" USING btree ("channel_id","source","asset_id");--> statement-breakpoint
CREATE INDEX "production_schedules_channel" ON "core"."production_schedules" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "scheduled_videos_schedule" ON "core"."scheduled_videos" USING btree ("schedule_id","created_at");--> statement-breakpoint
CREATE INDEX "experiments_video" ON "core"."experiments" USING btree ("video_id");