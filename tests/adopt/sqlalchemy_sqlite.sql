-- What SQLAlchemy's create_all() leaves on SQLite: types in capitals, an Enum as its CHECK, keys that are unnamed, two
-- tables that refer to each other.
PRAGMA foreign_keys = ON;
CREATE TABLE author (
	id INTEGER NOT NULL, 
	name VARCHAR(50) NOT NULL, 
	mood VARCHAR(7), 
	joined DATETIME DEFAULT (CURRENT_TIMESTAMP), 
	favourite_id INTEGER, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	CONSTRAINT mood CHECK (mood IN ('happy', 'so-so')), 
	FOREIGN KEY(favourite_id) REFERENCES book (id)
);
CREATE TABLE book (
	id INTEGER NOT NULL, 
	author_id INTEGER NOT NULL, 
	isbn CHAR(13), 
	uid CHAR(32) NOT NULL, 
	price NUMERIC(8, 2), 
	data JSON, 
	published BOOLEAN CHECK (published IN (0, 1)), 
	PRIMARY KEY (id), 
	CONSTRAINT uq_book UNIQUE (author_id, isbn), 
	FOREIGN KEY(author_id) REFERENCES author (id) ON DELETE CASCADE
);
CREATE TABLE state (
	status TEXT NOT NULL, 
	size TEXT, 
	CONSTRAINT book_status CHECK ("status" IN ('NEW', 'sold out', 'class')), 
	PRIMARY KEY (status)
);
CREATE INDEX ix_book_isbn ON book (isbn);
INSERT INTO author (name, mood) VALUES ('Ann', 'happy'), ('Bob', NULL);
INSERT INTO book (author_id, isbn, uid, price, published) VALUES (1, '9780000000000', '0123456789abcdef0123456789abcdef', 12.5, 1);
UPDATE author SET favourite_id = 1;
INSERT INTO state VALUES ('NEW', NULL);
