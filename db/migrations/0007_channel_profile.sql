ALTER TABLE "core"."channels" ADD COLUMN "brand" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."publications" ADD COLUMN "processing" text DEFAULT 'processing' NOT NULL;--> statement-breakpoint
ALTER TABLE "core"."publications" ADD COLUMN "processing_reason" text;--> statement-breakpoint
ALTER TABLE "core"."publications" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "publications_processing" ON "core"."publications" USING btree ("checked_at") WHERE "core"."publications"."processing" = 'processing';--> statement-breakpoint
ALTER TABLE "core"."publications" ADD CONSTRAINT "publications_processing_state" CHECK ("core"."publications"."processing" in ('processing', 'processed', 'failed', 'gone'));