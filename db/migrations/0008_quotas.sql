CREATE TABLE "core"."quota_buckets" (
	"platform" text NOT NULL,
	"project" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"spent_units" integer DEFAULT 0 NOT NULL,
	"refused_at" timestamp with time zone,
	"refused_units" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quota_buckets_platform_project_kind_day_pk" PRIMARY KEY("platform","project","kind","day"),
	CONSTRAINT "quota_buckets_kind" CHECK ("core"."quota_buckets"."kind" in ('units', 'uploads')),
	CONSTRAINT "quota_buckets_units" CHECK ("core"."quota_buckets"."spent_units" >= 0 and "core"."quota_buckets"."refused_units" >= 0),
	CONSTRAINT "quota_buckets_refused" CHECK (("core"."quota_buckets"."refused_at" is null) = ("core"."quota_buckets"."refused_units" is null)),
	CONSTRAINT "quota_buckets_lifecycle" CHECK ("core"."quota_buckets"."created_at" <= "core"."quota_buckets"."updated_at")
);
--> statement-breakpoint
CREATE TABLE "core"."quota_charges" (
	"charge_id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"project" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"method" text NOT NULL,
	"units" integer NOT NULL,
	"purpose" text NOT NULL,
	"charged_by" text NOT NULL,
	"released_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quota_charges_purpose" CHECK ("core"."quota_charges"."purpose" in ('publishing', 'background')),
	CONSTRAINT "quota_charges_units" CHECK ("core"."quota_charges"."units" > 0),
	CONSTRAINT "quota_charges_lifecycle" CHECK ("core"."quota_charges"."created_at" <= "core"."quota_charges"."updated_at")
);
--> statement-breakpoint
ALTER TABLE "core"."quota_charges" ADD CONSTRAINT "quota_charges_bucket" FOREIGN KEY ("platform","project","kind","day") REFERENCES "core"."quota_buckets"("platform","project","kind","day") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quota_charges_of_bucket" ON "core"."quota_charges" USING btree ("platform","project","kind","day");--> statement-breakpoint
CREATE INDEX "quota_charges_day" ON "core"."quota_charges" USING btree ("day");