-- What Active Record's migrations leave on PostgreSQL.
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE TABLE schema_migrations (version character varying NOT NULL);
ALTER TABLE schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
CREATE TABLE users (id bigserial PRIMARY KEY, email character varying DEFAULT '' NOT NULL, admin boolean DEFAULT false, token uuid DEFAULT gen_random_uuid() NOT NULL, tags character varying[] DEFAULT '{}', settings jsonb DEFAULT '{"a": {"b": "it''s"}}', created_at timestamp(6) without time zone NOT NULL);
CREATE TABLE posts (id bigserial PRIMARY KEY, title character varying(255), user_id bigint NOT NULL, position integer DEFAULT 0 NOT NULL);
ALTER TABLE posts ADD CONSTRAINT fk_rails_5b5ddfd518 FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
CREATE INDEX index_posts_on_user_id ON posts USING btree (user_id);
CREATE UNIQUE INDEX index_users_on_lower_email ON users USING btree (lower((email)::text));
ALTER TABLE posts ADD CONSTRAINT chk_rails_1 CHECK (position >= 0);
INSERT INTO schema_migrations VALUES ('20260101000000');
INSERT INTO users (email, created_at) VALUES ('ann@example.com', now());
INSERT INTO posts (title, user_id) VALUES ('Hello', 1);
