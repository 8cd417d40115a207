CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'audit rows are never changed: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
		USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.audit_events
	FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_chain_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.audit_chain
	FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.audit_checkpoints
	FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
--> statement-breakpoint
-- Published videos leave only by erasure, which says so for its own transaction.
CREATE FUNCTION core.keep_published_videos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF coalesce(current_setting('longtake.erasure', true), '') <> 'on' THEN
		RAISE EXCEPTION 'video % is published and can only be erased', OLD.video_id USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN OLD;
END $$;
--> statement-breakpoint
CREATE TRIGGER videos_keep_published BEFORE DELETE ON core.videos
	FOR EACH ROW WHEN (OLD.publish_status = 'published') EXECUTE FUNCTION core.keep_published_videos();
