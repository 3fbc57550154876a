-- Published for the SQL of other domains: what people were told in the product.
CREATE VIEW notification.shared_items AS
  SELECT tenant, user_id, id AS item_id, template, category, title, created_at FROM notification.items;
