-- For timelines, which read what a person was told by time: a page of it, and not all.
CREATE INDEX items_by_time ON notification.items (tenant, user_id, created_at DESC);
