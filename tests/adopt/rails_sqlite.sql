-- What Active Record's migrations leave on SQLite.
PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar DEFAULT '' NOT NULL, "admin" boolean DEFAULT 0, "flags" boolean DEFAULT 'f', "news" boolean DEFAULT 't' NOT NULL, "balance" decimal(8,2) DEFAULT '0.0', "settings" json DEFAULT '{}', "rate" float DEFAULT 1.5, "avatar" blob, "points" integer DEFAULT '', "share" integer DEFAULT 1.5, "huge" bigint DEFAULT 99999999999999999999, "joined" date DEFAULT 'never', "born" date, "wakes" time, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) DEFAULT CURRENT_TIMESTAMP NOT NULL);
CREATE TABLE IF NOT EXISTS "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar(255), "body" text, "user_id" integer NOT NULL, "subject_type" varchar, "subject_id" integer, CONSTRAINT "fk_rails_5b5ddfd518" FOREIGN KEY ("user_id") REFERENCES "users" ("id"));
CREATE INDEX "index_posts_on_user_id" ON "posts" ("user_id");
CREATE INDEX "index_posts_on_subject" ON "posts" ("subject_type", "subject_id");
CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email") WHERE email <> '';
INSERT INTO "schema_migrations" VALUES ('20260101000000');
INSERT INTO "users" ("email", "created_at") VALUES ('ann@example.com', '2026-01-01 00:00:00');
INSERT INTO "posts" ("title", "user_id") VALUES ('Hello', 1);
