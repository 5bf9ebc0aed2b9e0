-- A shop that rents films, in the shape of PostgreSQL's sample: an enum with values that are no names, a domain, arrays,
-- tsvector, sequences of their own, functions, triggers, views on views, a table in partitions, another schema.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TYPE mpaa_rating AS ENUM ('G', 'PG', 'PG-13', 'R', 'NC-17');
CREATE TYPE feature AS ENUM ('Trailers', 'Deleted Scenes');
CREATE DOMAIN year AS integer CONSTRAINT year_check CHECK (VALUE >= 1901 AND VALUE <= 2155);
CREATE SCHEMA archive;
CREATE TYPE archive.reason AS ENUM ('sold', 'broken');

CREATE FUNCTION last_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.last_update = CURRENT_TIMESTAMP;
    RETURN NEW;
END $$;
CREATE FUNCTION group_sfunc(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS $_$
SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || ', ' || $2 END $_$;
CREATE AGGREGATE group_concat(text) (SFUNC = group_sfunc, STYPE = text);

CREATE SEQUENCE actor_actor_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
CREATE SEQUENCE ticket START WITH 1000 INCREMENT BY -5 MINVALUE -100 MAXVALUE 1000 CYCLE;
CREATE TABLE actor (
    actor_id integer DEFAULT nextval('actor_actor_id_seq'::regclass) NOT NULL,
    first_name character varying(45) NOT NULL,
    last_name character varying(45) NOT NULL,
    last_update timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE category (category_id serial NOT NULL, name varchar(25) NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE TABLE language (language_id serial NOT NULL, name character(20) NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE TABLE film (
    film_id serial NOT NULL,
    title character varying(255) NOT NULL,
    description text,
    release_year year,
    language_id smallint NOT NULL,
    original_language_id smallint,
    rental_duration smallint DEFAULT 3 NOT NULL,
    rental_rate numeric(4,2) DEFAULT 4.99 NOT NULL,
    length smallint,
    replacement_cost numeric(5,2) DEFAULT 19.99 NOT NULL,
    rating mpaa_rating DEFAULT 'G'::mpaa_rating,
    last_update timestamp with time zone DEFAULT now() NOT NULL,
    special_features text[],
    extras feature[] DEFAULT '{Trailers}'::feature[] NOT NULL,
    fulltext tsvector NOT NULL,
    seen daterange,
    score double precision DEFAULT 1e300,
    CONSTRAINT film_length_check CHECK (length > 0)
);
COMMENT ON TABLE film IS 'What there is to rent; "as it is", they say';
COMMENT ON COLUMN film.fulltext IS E'kept by a trigger\nof PostgreSQL''s own';
CREATE TABLE film_actor (actor_id smallint NOT NULL, film_id integer NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE TABLE film_category (film_id integer NOT NULL, category_id smallint NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE TABLE address (
    address_id serial NOT NULL PRIMARY KEY, address varchar(50) NOT NULL, district varchar(20) DEFAULT '' NOT NULL, phone varchar(20) NOT NULL,
    location point, picture bytea DEFAULT '\x00ff' NOT NULL);
CREATE TABLE store (store_id serial NOT NULL, manager_staff_id integer, address_id integer NOT NULL);
CREATE TABLE staff (
    staff_id serial NOT NULL, first_name varchar(45) NOT NULL, address_id integer NOT NULL, store_id integer NOT NULL,
    active boolean DEFAULT true NOT NULL, settings jsonb DEFAULT '{}' NOT NULL, note json, token uuid DEFAULT gen_random_uuid(), begins time DEFAULT '08:00');
CREATE TABLE inventory (inventory_id serial NOT NULL, film_id integer NOT NULL, store_id integer NOT NULL);
CREATE TABLE rental (
    rental_id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2 CACHE 10) PRIMARY KEY,
    rental_period tstzrange NOT NULL, inventory_id integer NOT NULL, staff_id integer NOT NULL,
    EXCLUDE USING gist (inventory_id WITH =, rental_period WITH &&));
CREATE TABLE payment (payment_id serial NOT NULL, rental_id bigint NOT NULL, amount numeric(5,2) NOT NULL, payment_date timestamptz NOT NULL)
    PARTITION BY RANGE (payment_date);
CREATE TABLE payment_2026_01 PARTITION OF payment FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE archive.film (film_id integer NOT NULL, why archive.reason NOT NULL, rating mpaa_rating, gone date DEFAULT CURRENT_DATE);

ALTER TABLE actor ADD CONSTRAINT actor_pkey PRIMARY KEY (actor_id);
ALTER TABLE category ADD CONSTRAINT category_pkey PRIMARY KEY (category_id);
ALTER TABLE language ADD CONSTRAINT language_pkey PRIMARY KEY (language_id);
ALTER TABLE film ADD CONSTRAINT film_pkey PRIMARY KEY (film_id);
ALTER TABLE film_actor ADD CONSTRAINT film_actor_pkey PRIMARY KEY (actor_id, film_id);
ALTER TABLE film_category ADD CONSTRAINT film_category_pkey PRIMARY KEY (film_id, category_id);
ALTER TABLE store ADD CONSTRAINT store_pkey PRIMARY KEY (store_id);
ALTER TABLE staff ADD CONSTRAINT staff_pkey PRIMARY KEY (staff_id);
ALTER TABLE inventory ADD CONSTRAINT inventory_pkey PRIMARY KEY (inventory_id);
ALTER TABLE archive.film ADD CONSTRAINT film_pkey PRIMARY KEY (film_id);
CREATE INDEX film_fulltext_idx ON film USING gist (fulltext);
CREATE INDEX idx_actor_last_name ON actor (last_name);
CREATE INDEX idx_title ON film (title);
CREATE INDEX idx_film_newest ON film (release_year DESC NULLS LAST, lower((title)::text));
CREATE INDEX idx_film_features ON film USING gin (special_features) WHERE special_features IS NOT NULL;
CREATE UNIQUE INDEX idx_unq_manager ON store (manager_staff_id);
ALTER TABLE film ADD CONSTRAINT film_language_id_fkey FOREIGN KEY (language_id) REFERENCES language (language_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE film ADD CONSTRAINT film_original_language_id_fkey FOREIGN KEY (original_language_id) REFERENCES language (language_id) ON UPDATE CASCADE ON DELETE SET NULL;
ALTER TABLE film_actor ADD CONSTRAINT film_actor_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES actor (actor_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE film_actor ADD CONSTRAINT film_actor_film_id_fkey FOREIGN KEY (film_id) REFERENCES film (film_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE film_category ADD FOREIGN KEY (film_id) REFERENCES film, ADD FOREIGN KEY (category_id) REFERENCES category;
ALTER TABLE store ADD FOREIGN KEY (address_id) REFERENCES address;
ALTER TABLE staff ADD FOREIGN KEY (address_id) REFERENCES address, ADD CONSTRAINT staff_store_id_fkey FOREIGN KEY (store_id) REFERENCES store (store_id);
ALTER TABLE store ADD CONSTRAINT store_manager_staff_id_fkey FOREIGN KEY (manager_staff_id) REFERENCES staff (staff_id) DEFERRABLE;
ALTER TABLE inventory ADD FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE, ADD FOREIGN KEY (store_id) REFERENCES store;
ALTER TABLE rental ADD FOREIGN KEY (inventory_id) REFERENCES inventory, ADD FOREIGN KEY (staff_id) REFERENCES staff;
ALTER TABLE archive.film ADD FOREIGN KEY (film_id) REFERENCES film;
CREATE TRIGGER film_fulltext_trigger BEFORE INSERT OR UPDATE ON film
    FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title', 'description');
CREATE TRIGGER last_updated BEFORE UPDATE ON actor FOR EACH ROW EXECUTE FUNCTION last_updated();
CREATE TRIGGER film_last_updated BEFORE UPDATE ON film FOR EACH ROW EXECUTE FUNCTION last_updated();
CREATE VIEW film_list AS
    SELECT film.film_id AS fid, film.title, category.name AS category, film.rental_rate AS price, film.rating
    FROM film LEFT JOIN film_category ON film_category.film_id = film.film_id LEFT JOIN category ON category.category_id = film_category.category_id;
CREATE VIEW adult_film_list AS SELECT fid, title FROM film_list WHERE rating >= 'R'::mpaa_rating;
CREATE MATERIALIZED VIEW rental_by_store AS SELECT store_id, count(*) AS number FROM inventory GROUP BY store_id;

INSERT INTO actor (first_name, last_name) VALUES ('PENELOPE', 'GUINESS'), ('NICK', 'WAHLBERG');
INSERT INTO category (name) VALUES ('Action'), ('Animation');
INSERT INTO language (name) VALUES ('English'), ('Italian');
INSERT INTO film (title, description, release_year, language_id, length, rating, special_features) VALUES
    ('ACADEMY DINOSAUR', 'A Epic Drama of a Feminist', 2006, 1, 86, 'PG-13', '{"Deleted Scenes","Behind the Scenes"}'),
    ('ACE GOLDFINGER', NULL, NULL, 1, NULL, 'NC-17', NULL);
INSERT INTO film_actor (actor_id, film_id) VALUES (1, 1), (2, 1), (2, 2);
INSERT INTO film_category (film_id, category_id) VALUES (1, 1), (2, 2);
INSERT INTO address (address, phone) VALUES ('47 MySakila Drive', '1'), ('28 MySQL Boulevard', '2');
INSERT INTO store (address_id) VALUES (1), (2);
INSERT INTO staff (first_name, address_id, store_id) VALUES ('Mike', 1, 1), ('Jon', 2, 2);
UPDATE store SET manager_staff_id = store_id;
INSERT INTO inventory (film_id, store_id) VALUES (1, 1), (1, 2), (2, 1);
INSERT INTO rental (rental_period, inventory_id, staff_id) VALUES ('[2026-01-01,2026-01-03)', 1, 1), ('[2026-01-04,2026-01-05)', 1, 2);
INSERT INTO payment (rental_id, amount, payment_date) VALUES (1, 2.99, '2026-01-03');
INSERT INTO archive.film VALUES (2, 'broken', 'NC-17');
