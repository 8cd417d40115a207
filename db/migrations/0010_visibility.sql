ALTER TABLE "core"."publications" ADD COLUMN "privacy" text;--> statement-breakpoint
ALTER TABLE "core"."publications" ADD COLUMN "visibility_reason" text;