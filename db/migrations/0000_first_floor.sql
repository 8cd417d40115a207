CREATE SCHEMA "analytics";
--> statement-breakpoint
CREATE SCHEMA "archive";
--> statement-breakpoint
CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE SCHEMA "core";
--> statement-breakpoint
CREATE SCHEMA "ml";
--> statement-breakpoint
CREATE SCHEMA "olap";
--> statement-breakpoint
CREATE SCHEMA "staging";
--> statement-breakpoint
CREATE SCHEMA "warehouse";
--> statement-breakpoint
CREATE SEQUENCE "core"."video_queue_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "core"."users" (
	"user_id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"display_name" text DEFAULT '' NOT NULL,
	"role" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"password_hash" text,
	"oidc_issuer" text,
	"oidc_subject" text,
	"channel_ids" text[],
	"last_signed_in_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_role" CHECK ("core"."users"."role" in ('admin', 'operator', 'analyst', 'service_account')),
	CONSTRAINT "users_status" CHECK ("core"."users"."status" in ('active', 'disabled')),
	CONSTRAINT "users_oidc_pair" CHECK (("core"."users"."oidc_issuer" is null) = ("core"."users"."oidc_subject" is null)),
	CONSTRAINT "users_lifecycle" CHECK ("core"."users"."created_at" <= "core"."users"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."channels" (
	"channel_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"niche" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"personality" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"strategy" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"monetization" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"daily_videos_max" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_niche" CHECK ("core"."channels"."niche" in ('tech', 'education', 'entertainment', 'lifestyle', 'gaming', 'other')),
	CONSTRAINT "channels_status_word" CHECK ("core"."channels"."status" in ('active', 'paused', 'suspended', 'archived')),
	CONSTRAINT "channels_daily_videos_max" CHECK ("core"."channels"."daily_videos_max" >= 1),
	CONSTRAINT "channels_lifecycle" CHECK ("core"."channels"."created_at" <= "core"."channels"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."permissions" (
	"permission_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text NOT NULL,
	"right" text NOT NULL,
	"channel_id" text,
	"granted_by" text NOT NULL,
	"reason" text NOT NULL,
	"valid_from" timestamp with time zone DEFAULT now() NOT NULL,
	"valid_until" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "permissions_right" CHECK ("core"."permissions"."right" in ('read', 'write', 'execute', 'administer', 'review', 'sign')),
	CONSTRAINT "permissions_validity" CHECK ("core"."permissions"."valid_until" is null or "core"."permissions"."valid_from" <= "core"."permissions"."valid_until"),
	CONSTRAINT "permissions_lifecycle" CHECK ("core"."permissions"."created_at" <= "core"."permissions"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."api_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"role" text NOT NULL,
	"channel_ids" text[],
	"owner_user_id" text,
	"created_by" text NOT NULL,
	"rotated_from" text,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "api_keys_role" CHECK ("core"."api_keys"."role" in ('admin', 'operator', 'analyst', 'service_account')),
	CONSTRAINT "api_keys_lifecycle" CHECK ("core"."api_keys"."created_at" <= "core"."api_keys"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."sessions" (
	"session_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"csrf_hash" text NOT NULL,
	"authenticated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_lifecycle" CHECK ("core"."sessions"."created_at" <= "core"."sessions"."updated_at" and "core"."sessions"."created_at" < "core"."sessions"."expires_at")
);
--> statement-breakpoint
CREATE TABLE "core"."grants" (
	"grant_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"act" text NOT NULL,
	"subject_id" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text NOT NULL,
	"principal_kind" text NOT NULL,
	"principal_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"consumed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "grants_lifecycle" CHECK ("core"."grants"."created_at" <= "core"."grants"."updated_at" and "core"."grants"."created_at" < "core"."grants"."expires_at"),
	CONSTRAINT "grants_consumed" CHECK ("core"."grants"."consumed_at" is null or "core"."grants"."consumed_at" >= "core"."grants"."created_at")
);
--> statement-breakpoint
CREATE TABLE "core"."idempotency_keys" (
	"principal_id" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"response_status" integer,
	"response_headers" jsonb,
	"response_body" jsonb,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_principal_id_key_pk" PRIMARY KEY("principal_id","key"),
	CONSTRAINT "idempotency_keys_status" CHECK ("core"."idempotency_keys"."response_status" between 100 and 599),
	CONSTRAINT "idempotency_keys_lifecycle" CHECK ("core"."idempotency_keys"."created_at" <= "core"."idempotency_keys"."updated_at" and "core"."idempotency_keys"."created_at" < "core"."idempotency_keys"."expires_at")
);
--> statement-breakpoint
CREATE TABLE "core"."channel_connections" (
	"channel_id" text NOT NULL,
	"platform" text NOT NULL,
	"status" text NOT NULL,
	"encrypted_token" text,
	"key_id" text,
	"account" jsonb NOT NULL,
	"connected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_connections_channel_id_platform_pk" PRIMARY KEY("channel_id","platform"),
	CONSTRAINT "channel_connections_status" CHECK ("core"."channel_connections"."status" in ('connected', 'revoked')),
	CONSTRAINT "channel_connections_token" CHECK (("core"."channel_connections"."status" = 'connected') = ("core"."channel_connections"."encrypted_token" is not null and "core"."channel_connections"."key_id" is not null)),
	CONSTRAINT "channel_connections_lifecycle" CHECK ("core"."channel_connections"."created_at" <= "core"."channel_connections"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."videos" (
	"video_id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"parent_video_id" text,
	"topic" text NOT NULL,
	"title" text,
	"spec" jsonb NOT NULL,
	"artifacts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"sha256" text,
	"bytes" bigint,
	"duration_ms" bigint,
	"quality_score" integer,
	"cap_micro_usd" bigint DEFAULT 3000000 NOT NULL,
	"publish_status" text DEFAULT 'unpublished' NOT NULL,
	"scheduled_for" timestamp with time zone,
	"published_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "videos_workflow_id_unique" UNIQUE("workflow_id"),
	CONSTRAINT "videos_publish_status" CHECK ("core"."videos"."publish_status" in ('unpublished', 'scheduled', 'published', 'removed')),
	CONSTRAINT "videos_quality_score" CHECK ("core"."videos"."quality_score" between 0 and 100),
	CONSTRAINT "videos_measures" CHECK ("core"."videos"."bytes" >= 0 and "core"."videos"."duration_ms" >= 0 and "core"."videos"."cap_micro_usd" >= 0),
	CONSTRAINT "videos_published_at" CHECK ("core"."videos"."published_at" is null or "core"."videos"."publish_status" in ('published', 'removed')),
	CONSTRAINT "videos_scheduled_for" CHECK ("core"."videos"."scheduled_for" is null or "core"."videos"."scheduled_for" >= "core"."videos"."created_at"),
	CONSTRAINT "videos_lifecycle" CHECK ("core"."videos"."created_at" <= "core"."videos"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."video_decisions" (
	"decision_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"video_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"edits" jsonb,
	"decided_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_decisions_decision" CHECK ("core"."video_decisions"."decision" in ('approved', 'rejected', 'edited'))
);
--> statement-breakpoint
CREATE TABLE "core"."video_queue" (
	"video_id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"sequence" bigint DEFAULT nextval('core.video_queue_sequence') NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"complexity" text NOT NULL,
	"route" text NOT NULL,
	"priority" integer NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"slot_held" boolean DEFAULT false NOT NULL,
	"claim_id" text,
	"resume_requested_at" timestamp with time zone,
	"waiting_for" jsonb,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_queue_sequence_unique" UNIQUE("sequence"),
	CONSTRAINT "video_queue_claim_id_unique" UNIQUE("claim_id"),
	CONSTRAINT "video_queue_status" CHECK ("core"."video_queue"."status" in ('queued', 'processing', 'completed', 'failed', 'cancelled')),
	CONSTRAINT "video_queue_complexity" CHECK ("core"."video_queue"."complexity" in ('simple', 'complex', 'premium')),
	CONSTRAINT "video_queue_route" CHECK ("core"."video_queue"."route" in ('gpu', 'cpu')),
	CONSTRAINT "video_queue_priority" CHECK ("core"."video_queue"."priority" between 1 and 10),
	CONSTRAINT "video_queue_attempt" CHECK ("core"."video_queue"."attempt" >= 1),
	CONSTRAINT "video_queue_slot" CHECK (not "core"."video_queue"."slot_held" or "core"."video_queue"."status" = 'processing'),
	CONSTRAINT "video_queue_resume" CHECK ("core"."video_queue"."resume_requested_at" is null or ("core"."video_queue"."status" = 'processing' and not "core"."video_queue"."slot_held")),
	CONSTRAINT "video_queue_waiting_for" CHECK ("core"."video_queue"."waiting_for" is null or ("core"."video_queue"."status" = 'processing' and not "core"."video_queue"."slot_held")),
	CONSTRAINT "video_queue_started" CHECK ("core"."video_queue"."status" <> 'processing' or "core"."video_queue"."started_at" is not null),
	CONSTRAINT "video_queue_finished_at" CHECK (("core"."video_queue"."status" in ('completed', 'failed', 'cancelled')) = ("core"."video_queue"."finished_at" is not null)),
	CONSTRAINT "video_queue_lifecycle" CHECK ("core"."video_queue"."created_at" <= "core"."video_queue"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."queue_claims" (
	"claim_id" text PRIMARY KEY NOT NULL,
	"video_id" text NOT NULL,
	"kind" text NOT NULL,
	"priority" integer NOT NULL,
	"claimed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "queue_claims_kind" CHECK ("core"."queue_claims"."kind" in ('start', 'resume'))
);
--> statement-breakpoint
CREATE TABLE "core"."queue_control" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"mode" text NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "queue_control_only_row" CHECK ("core"."queue_control"."only_row"),
	CONSTRAINT "queue_control_mode" CHECK ("core"."queue_control"."mode" in ('active', 'paused', 'draining'))
);
--> statement-breakpoint
CREATE TABLE "core"."pipeline_stages" (
	"video_id" text NOT NULL,
	"stage" text NOT NULL,
	"attempt" integer NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pipeline_stages_video_id_stage_attempt_pk" PRIMARY KEY("video_id","stage","attempt"),
	CONSTRAINT "pipeline_stages_stage" CHECK ("core"."pipeline_stages"."stage" in ('script', 'narration', 'media', 'render', 'qa', 'upload')),
	CONSTRAINT "pipeline_stages_status" CHECK ("core"."pipeline_stages"."status" in ('running', 'completed', 'failed', 'lost', 'cancelled')),
	CONSTRAINT "pipeline_stages_attempt" CHECK ("core"."pipeline_stages"."attempt" >= 1),
	CONSTRAINT "pipeline_stages_finished_at" CHECK (("core"."pipeline_stages"."status" = 'running') = ("core"."pipeline_stages"."finished_at" is null)),
	CONSTRAINT "pipeline_stages_lifecycle" CHECK ("core"."pipeline_stages"."created_at" <= "core"."pipeline_stages"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."pipeline_costs" (
	"cost_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "core"."pipeline_costs_cost_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"video_id" text NOT NULL,
	"stage" text NOT NULL,
	"attempt" integer NOT NULL,
	"service" text NOT NULL,
	"operation" text NOT NULL,
	"units" double precision NOT NULL,
	"unit" text NOT NULL,
	"estimate_micro_usd" bigint NOT NULL,
	"actual_micro_usd" bigint,
	"overrun_micro_usd" bigint DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pipeline_costs_line" UNIQUE("video_id","stage","attempt","service","operation"),
	CONSTRAINT "pipeline_costs_state" CHECK ("core"."pipeline_costs"."state" in ('reserved', 'settled', 'released', 'unknown')),
	CONSTRAINT "pipeline_costs_amounts" CHECK ("core"."pipeline_costs"."units" >= 0 and "core"."pipeline_costs"."estimate_micro_usd" >= 0 and "core"."pipeline_costs"."actual_micro_usd" >= 0 and "core"."pipeline_costs"."overrun_micro_usd" >= 0),
	CONSTRAINT "pipeline_costs_settled" CHECK (("core"."pipeline_costs"."state" = 'reserved') = ("core"."pipeline_costs"."actual_micro_usd" is null)),
	CONSTRAINT "pipeline_costs_lifecycle" CHECK ("core"."pipeline_costs"."created_at" <= "core"."pipeline_costs"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."budgets" (
	"budget_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text DEFAULT '' NOT NULL,
	"period" text NOT NULL,
	"limit_micro_usd" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budgets_scope_period" UNIQUE("scope","scope_id","period"),
	CONSTRAINT "budgets_scope" CHECK ("core"."budgets"."scope" in ('all', 'channel', 'platform')),
	CONSTRAINT "budgets_period" CHECK ("core"."budgets"."period" in ('day', 'month')),
	CONSTRAINT "budgets_scope_id" CHECK (("core"."budgets"."scope" = 'all') = ("core"."budgets"."scope_id" = '')),
	CONSTRAINT "budgets_limit" CHECK ("core"."budgets"."limit_micro_usd" >= 0),
	CONSTRAINT "budgets_lifecycle" CHECK ("core"."budgets"."created_at" <= "core"."budgets"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."upload_sessions" (
	"video_id" text NOT NULL,
	"platform" text NOT NULL,
	"state" text DEFAULT 'opening' NOT NULL,
	"session_uri" text,
	"bytes_total" bigint NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upload_sessions_video_id_platform_pk" PRIMARY KEY("video_id","platform"),
	CONSTRAINT "upload_sessions_state" CHECK ("core"."upload_sessions"."state" in ('opening', 'open', 'closed')),
	CONSTRAINT "upload_sessions_uri" CHECK ("core"."upload_sessions"."state" <> 'open' or "core"."upload_sessions"."session_uri" is not null),
	CONSTRAINT "upload_sessions_closed_at" CHECK (("core"."upload_sessions"."state" = 'closed') = ("core"."upload_sessions"."closed_at" is not null)),
	CONSTRAINT "upload_sessions_bytes_total" CHECK ("core"."upload_sessions"."bytes_total" > 0),
	CONSTRAINT "upload_sessions_lifecycle" CHECK ("core"."upload_sessions"."created_at" <= "core"."upload_sessions"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."publications" (
	"video_id" text NOT NULL,
	"platform" text NOT NULL,
	"platform_video_id" text NOT NULL,
	"url" text NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "publications_video_id_platform_pk" PRIMARY KEY("video_id","platform"),
	CONSTRAINT "publications_platform_video" UNIQUE("platform","platform_video_id"),
	CONSTRAINT "publications_lifecycle" CHECK ("core"."publications"."created_at" <= "core"."publications"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."workflows" (
	"workflow_id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"channel_id" text,
	"subject_id" text NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workflows_status" CHECK ("core"."workflows"."status" in ('running', 'completed', 'failed', 'cancelled', 'terminated', 'timed_out', 'continued_as_new')),
	CONSTRAINT "workflows_closed_at" CHECK (("core"."workflows"."status" = 'running') = ("core"."workflows"."closed_at" is null)),
	CONSTRAINT "workflows_lifecycle" CHECK ("core"."workflows"."created_at" <= "core"."workflows"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."error_queue" (
	"error_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"error" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"failures" integer DEFAULT 1 NOT NULL,
	"alerted_at" timestamp with time zone,
	"redriven_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "error_queue_event" UNIQUE("source","event_id"),
	CONSTRAINT "error_queue_state_word" CHECK ("core"."error_queue"."state" in ('waiting', 'redriven', 'resolved')),
	CONSTRAINT "error_queue_failures" CHECK ("core"."error_queue"."failures" >= 1),
	CONSTRAINT "error_queue_lifecycle" CHECK ("core"."error_queue"."created_at" <= "core"."error_queue"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "analytics"."channel_counters" (
	"channel_id" text PRIMARY KEY NOT NULL,
	"videos_completed" bigint DEFAULT 0 NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	"cost_micro_usd" bigint DEFAULT 0 NOT NULL,
	"latest_video_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_counters_totals" CHECK ("analytics"."channel_counters"."videos_completed" >= 0 and "analytics"."channel_counters"."duration_ms" >= 0 and "analytics"."channel_counters"."cost_micro_usd" >= 0),
	CONSTRAINT "channel_counters_lifecycle" CHECK ("analytics"."channel_counters"."created_at" <= "analytics"."channel_counters"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "analytics"."counted_videos" (
	"video_id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"counted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit"."audit_events" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"principal_kind" text NOT NULL,
	"principal_id" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" text NOT NULL,
	CONSTRAINT "audit_events_at_ms" CHECK ("audit"."audit_events"."at" = date_trunc('milliseconds', "audit"."audit_events"."at"))
);
--> statement-breakpoint
CREATE TABLE "audit"."audit_pending" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"arrival" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit"."audit_pending_arrival_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "audit"."audit_chain" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_chain_event_id_unique" UNIQUE("event_id"),
	CONSTRAINT "audit_chain_sequence" CHECK ("audit"."audit_chain"."sequence" >= 1)
);
--> statement-breakpoint
CREATE TABLE "audit"."audit_checkpoints" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"merkle_root" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_checkpoints_sequence" CHECK ("audit"."audit_checkpoints"."sequence" >= 1)
);
--> statement-breakpoint
ALTER TABLE "core"."permissions" ADD CONSTRAINT "permissions_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "core"."users"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."permissions" ADD CONSTRAINT "permissions_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."api_keys" ADD CONSTRAINT "api_keys_owner_user_id_users_user_id_fk" FOREIGN KEY ("owner_user_id") REFERENCES "core"."users"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."api_keys" ADD CONSTRAINT "api_keys_rotated_from_api_keys_key_id_fk" FOREIGN KEY ("rotated_from") REFERENCES "core"."api_keys"("key_id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."sessions" ADD CONSTRAINT "sessions_user_id_users_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "core"."users"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."channel_connections" ADD CONSTRAINT "channel_connections_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."videos" ADD CONSTRAINT "videos_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."videos" ADD CONSTRAINT "videos_parent_video_id_videos_video_id_fk" FOREIGN KEY ("parent_video_id") REFERENCES "core"."videos"("video_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."video_decisions" ADD CONSTRAINT "video_decisions_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."video_queue" ADD CONSTRAINT "video_queue_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."video_queue" ADD CONSTRAINT "video_queue_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."queue_claims" ADD CONSTRAINT "queue_claims_video_id_video_queue_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."video_queue"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."pipeline_stages" ADD CONSTRAINT "pipeline_stages_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."pipeline_costs" ADD CONSTRAINT "pipeline_costs_stage" FOREIGN KEY ("video_id","stage","attempt") REFERENCES "core"."pipeline_stages"("video_id","stage","attempt") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."upload_sessions" ADD CONSTRAINT "upload_sessions_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "core"."publications" ADD CONSTRAINT "publications_video_id_videos_video_id_fk" FOREIGN KEY ("video_id") REFERENCES "core"."videos"("video_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analytics"."channel_counters" ADD CONSTRAINT "channel_counters_channel_id_channels_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "core"."channels"("channel_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_unique" ON "core"."users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc_unique" ON "core"."users" USING btree ("oidc_issuer","oidc_subject");--> statement-breakpoint
CREATE INDEX "channels_status" ON "core"."channels" USING btree ("status");--> statement-breakpoint
CREATE INDEX "permissions_user" ON "core"."permissions" USING btree ("user_id","right");--> statement-breakpoint
CREATE INDEX "api_keys_owner" ON "core"."api_keys" USING btree ("owner_user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "core"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "core"."sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "grants_subject" ON "core"."grants" USING btree ("subject_id","act");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at" ON "core"."idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "videos_channel_created" ON "core"."videos" USING btree ("channel_id","created_at");--> statement-breakpoint
CREATE INDEX "videos_created" ON "core"."videos" USING btree ("created_at","video_id");--> statement-breakpoint
CREATE INDEX "videos_parent" ON "core"."videos" USING btree ("parent_video_id") WHERE "core"."videos"."parent_video_id" is not null;--> statement-breakpoint
CREATE INDEX "video_decisions_video" ON "core"."video_decisions" USING btree ("video_id","created_at");--> statement-breakpoint
CREATE INDEX "video_queue_waiting" ON "core"."video_queue" USING btree ("priority" DESC NULLS LAST,"sequence") WHERE "core"."video_queue"."status" = 'queued';--> statement-breakpoint
CREATE INDEX "video_queue_processing" ON "core"."video_queue" USING btree ("route","slot_held") WHERE "core"."video_queue"."status" = 'processing';--> statement-breakpoint
CREATE INDEX "video_queue_finished" ON "core"."video_queue" USING btree ("finished_at" DESC NULLS LAST) WHERE "core"."video_queue"."status" = 'completed';--> statement-breakpoint
CREATE INDEX "video_queue_channel" ON "core"."video_queue" USING btree ("channel_id","status");--> statement-breakpoint
CREATE INDEX "queue_claims_video" ON "core"."queue_claims" USING btree ("video_id");--> statement-breakpoint
CREATE INDEX "pipeline_costs_created" ON "core"."pipeline_costs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "workflows_type_status" ON "core"."workflows" USING btree ("type","status","started_at");--> statement-breakpoint
CREATE INDEX "workflows_subject" ON "core"."workflows" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "error_queue_state" ON "core"."error_queue" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "counted_videos_channel" ON "analytics"."counted_videos" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit"."audit_events" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit"."audit_events" USING brin ("at");