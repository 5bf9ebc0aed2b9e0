-- A shop for music, in the shape of the sample that SQLite's users know: names in brackets and mixed case, types of
-- another database, unnamed constraints, a table without rows of its own.
PRAGMA foreign_keys = ON;

CREATE TABLE [Artist]
(
    [ArtistId] INTEGER NOT NULL,
    [Name] NVARCHAR(120),
    CONSTRAINT [PK_Artist] PRIMARY KEY ([ArtistId])
);

CREATE TABLE [Album]
(
    [AlbumId] INTEGER NOT NULL,
    [Title] NVARCHAR(160) NOT NULL,
    [ArtistId] INTEGER NOT NULL,
    CONSTRAINT [PK_Album] PRIMARY KEY ([AlbumId]),
    FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId])
        ON DELETE NO ACTION ON UPDATE NO ACTION
);

CREATE TABLE [Employee]
(
    [EmployeeId] INTEGER NOT NULL,
    [LastName] NVARCHAR(20) NOT NULL,
    [FirstName] NVARCHAR(20) NOT NULL,
    [Title] NVARCHAR(30),
    [ReportsTo] INTEGER,
    [BirthDate] DATETIME,
    [HireDate] DATETIME,
    [Address] NVARCHAR(70),
    [City] NVARCHAR(40),
    [Email] NVARCHAR(60),
    CONSTRAINT [PK_Employee] PRIMARY KEY ([EmployeeId]),
    FOREIGN KEY ([ReportsTo]) REFERENCES [Employee] ([EmployeeId])
);

CREATE TABLE [Customer]
(
    [CustomerId] INTEGER NOT NULL,
    [FirstName] NVARCHAR(40) NOT NULL,
    [LastName] NVARCHAR(20) NOT NULL,
    [Company] NVARCHAR(80),
    [Email] NVARCHAR(60) NOT NULL,
    [SupportRepId] INTEGER,
    CONSTRAINT [PK_Customer] PRIMARY KEY ([CustomerId]),
    FOREIGN KEY ([SupportRepId]) REFERENCES [Employee] ([EmployeeId])
);

CREATE TABLE [Genre] ([GenreId] INTEGER NOT NULL CONSTRAINT [PK_Genre] PRIMARY KEY, [Name] NVARCHAR(120));
CREATE TABLE [MediaType] ([MediaTypeId] INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, [Name] NVARCHAR(120));

CREATE TABLE [Track]
(
    [TrackId] INTEGER NOT NULL,
    [Name] NVARCHAR(200) NOT NULL,
    [AlbumId] INTEGER,
    [MediaTypeId] INTEGER NOT NULL,
    [GenreId] INTEGER,
    [Composer] NVARCHAR(220),
    [Milliseconds] INTEGER NOT NULL,
    [Bytes] INTEGER,
    [UnitPrice] NUMERIC(10,2) NOT NULL,
    CONSTRAINT [PK_Track] PRIMARY KEY ([TrackId]),
    FOREIGN KEY ([AlbumId]) REFERENCES [Album] ([AlbumId]),
    FOREIGN KEY ([GenreId]) REFERENCES [Genre] ([GenreId]),
    FOREIGN KEY ([MediaTypeId]) REFERENCES [MediaType] ([MediaTypeId])
);

CREATE TABLE [Invoice]
(
    [InvoiceId] INTEGER NOT NULL,
    [CustomerId] INTEGER NOT NULL,
    [InvoiceDate] DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    [BillingCountry] NVARCHAR(40) DEFAULT 'Norway',
    [Total] NUMERIC(10,2) NOT NULL CHECK ([Total] >= 0),
    CONSTRAINT [PK_Invoice] PRIMARY KEY ([InvoiceId]),
    FOREIGN KEY ([CustomerId]) REFERENCES [Customer] ([CustomerId]) ON DELETE CASCADE
);

CREATE TABLE [InvoiceLine]
(
    [InvoiceLineId] INTEGER NOT NULL,
    [InvoiceId] INTEGER NOT NULL,
    [TrackId] INTEGER NOT NULL,
    [UnitPrice] NUMERIC(10,2) NOT NULL,
    [Quantity] INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT [PK_InvoiceLine] PRIMARY KEY ([InvoiceLineId]),
    UNIQUE ([InvoiceId], [TrackId]),
    FOREIGN KEY ([InvoiceId]) REFERENCES [Invoice] ([InvoiceId]) ON DELETE CASCADE,
    FOREIGN KEY ([TrackId]) REFERENCES [Track] ([TrackId])
);

CREATE TABLE [Playlist] ([PlaylistId] INTEGER NOT NULL PRIMARY KEY, [Name] NVARCHAR(120) COLLATE NOCASE);

CREATE TABLE [PlaylistTrack]
(
    [PlaylistId] INTEGER NOT NULL,
    [TrackId] INTEGER NOT NULL,
    CONSTRAINT [PK_PlaylistTrack] PRIMARY KEY ([PlaylistId], [TrackId]),
    FOREIGN KEY ([PlaylistId]) REFERENCES [Playlist] ([PlaylistId]),
    FOREIGN KEY ([TrackId]) REFERENCES [Track] ([TrackId])
) WITHOUT ROWID;

CREATE UNIQUE INDEX [IPK_Artist] ON [Artist]([ArtistId]);
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE INDEX [IFK_CustomerSupportRepId] ON [Customer] ([SupportRepId]);
CREATE UNIQUE INDEX [CustomerEmail] ON [Customer] (lower([Email]));
CREATE INDEX [IFK_EmployeeReportsTo] ON [Employee] ([ReportsTo]);
CREATE INDEX [IFK_InvoiceCustomerId] ON [Invoice] ([CustomerId]);
CREATE INDEX [TrackLong] ON [Track] ([Milliseconds] DESC) WHERE [Milliseconds] > 600000;
CREATE VIEW [TrackWithAlbum] AS
    SELECT t.[TrackId], t.[Name], a.[Title] AS [AlbumTitle]
    FROM [Track] t LEFT JOIN [Album] a ON a.[AlbumId] = t.[AlbumId];
CREATE TRIGGER [InvoiceTotal] AFTER INSERT ON [InvoiceLine]
BEGIN
    UPDATE [Invoice] SET [Total] = [Total] + NEW.[UnitPrice] * NEW.[Quantity] WHERE [InvoiceId] = NEW.[InvoiceId];
END;
CREATE TRIGGER [RenameTrack] INSTEAD OF UPDATE OF [Name] ON [TrackWithAlbum]
BEGIN
    UPDATE [Track] SET [Name] = NEW.[Name] WHERE [TrackId] = OLD.[TrackId];
END;

INSERT INTO [Artist] VALUES (1, 'AC/DC'), (2, 'Antônio Carlos Jobim'), (3, 'O''Rappa');
INSERT INTO [Album] VALUES (1, 'For Those About To Rock', 1), (2, 'Warner 25 Anos', 2);
INSERT INTO [Employee] VALUES (1, 'Adams', 'Andrew', 'General Manager', NULL, '1962-02-18 00:00:00', '2002-08-14 00:00:00', NULL, 'Edmonton', 'andrew@example.com'),
                              (2, 'Edwards', 'Nancy', 'Sales Manager', 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO [Customer] VALUES (1, 'Luís', 'Gonçalves', 'Embraer', 'luisg@example.com', 2), (2, 'Leonie', 'Köhler', NULL, 'leonie@example.com', NULL);
INSERT INTO [Genre] VALUES (1, 'Rock'), (2, 'Bossa Nova');
INSERT INTO [MediaType] ([Name]) VALUES ('MPEG audio file'), ('AAC audio file');
INSERT INTO [Track] VALUES (1, 'For Those About To Rock (We Salute You)', 1, 1, 1, 'Young, Young, Johnson', 343719, 11170334, 0.99),
                           (2, 'Desafinado', 2, 2, 2, NULL, 185338, NULL, 1.99);
INSERT INTO [Invoice] VALUES (1, 1, '2026-01-01 00:00:00', 'Brazil', 0), (2, 2, '2026-01-02 00:00:00', NULL, 5.5);
INSERT INTO [InvoiceLine] VALUES (1, 1, 1, 0.99, 1), (2, 1, 2, 1.99, 2), (3, 2, 1, 0.99, 1);
INSERT INTO [Playlist] VALUES (1, 'Music'), (2, 'Empty');
INSERT INTO [PlaylistTrack] VALUES (1, 1), (1, 2);
