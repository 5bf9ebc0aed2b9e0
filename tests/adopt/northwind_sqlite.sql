-- A trading company, as it came from an office suite: names with blanks, in the plural, that are words of SQL and C++, and
-- columns called as tables are.
PRAGMA foreign_keys = ON;

CREATE TABLE "Categories" ("CategoryID" INTEGER PRIMARY KEY AUTOINCREMENT, "CategoryName" TEXT UNIQUE, "Description" TEXT, "Picture" BLOB DEFAULT x'00ff');
CREATE TABLE "CustomerDemographics" ("CustomerTypeID" TEXT NOT NULL, "CustomerDesc" TEXT, PRIMARY KEY ("CustomerTypeID"));
CREATE TABLE "Customers" (
    "CustomerID" TEXT, "CompanyName" TEXT, "Region" TEXT, "Postal Code" TEXT, "Phone" TEXT DEFAULT '(none)',
    PRIMARY KEY (`CustomerID`));
CREATE TABLE "CustomerCustomerDemo" (
    "CustomerID" TEXT NOT NULL, "CustomerTypeID" TEXT NOT NULL,
    PRIMARY KEY ("CustomerID", "CustomerTypeID"),
    FOREIGN KEY ("CustomerID") REFERENCES "Customers" ("CustomerID"),
    FOREIGN KEY ("CustomerTypeID") REFERENCES "CustomerDemographics" ("CustomerTypeID"));
CREATE TABLE "Region" ("RegionID" INTEGER NOT NULL PRIMARY KEY, "RegionDescription" TEXT NOT NULL);
CREATE TABLE "Territories" (
    "TerritoryID" TEXT NOT NULL, "TerritoryDescription" TEXT NOT NULL, "RegionID" INTEGER NOT NULL,
    PRIMARY KEY ("TerritoryID"), FOREIGN KEY ("RegionID") REFERENCES "Region");
CREATE TABLE "Employees" (
    "EmployeeID" INTEGER PRIMARY KEY AUTOINCREMENT, "LastName" TEXT, "BirthDate" DATE, "Notes" TEXT, "ReportsTo" INTEGER, "Region" TEXT,
    "ID" INT, "class" TEXT, "new price %" REAL DEFAULT 0.1,
    FOREIGN KEY ("ReportsTo") REFERENCES "Employees" ("EmployeeID"));
CREATE TABLE "EmployeeTerritories" (
    "EmployeeID" INTEGER NOT NULL REFERENCES "Employees" ("EmployeeID") ON DELETE CASCADE,
    "TerritoryID" TEXT NOT NULL REFERENCES "Territories" ("TerritoryID"), PRIMARY KEY ("EmployeeID", "TerritoryID"));
CREATE TABLE "Shippers" ("ShipperID" INTEGER PRIMARY KEY AUTOINCREMENT, "CompanyName" TEXT NOT NULL, "Phone" TEXT);
CREATE TABLE "Suppliers" ("SupplierID" INTEGER PRIMARY KEY AUTOINCREMENT, "CompanyName" TEXT NOT NULL, "HomePage" TEXT);
CREATE TABLE "Products" (
    "ProductID" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "ProductName" TEXT NOT NULL, "SupplierID" INTEGER, "CategoryID" INTEGER,
    "UnitPrice" NUMERIC DEFAULT 0, "UnitsInStock" INTEGER DEFAULT 0, "Discontinued" TEXT NOT NULL DEFAULT '0',
    "StockValue" NUMERIC GENERATED ALWAYS AS ("UnitPrice" * "UnitsInStock") VIRTUAL,
    CHECK ("UnitPrice">=(0)), CONSTRAINT "CK_Units" CHECK ("UnitsInStock">=(0)),
    FOREIGN KEY ("CategoryID") REFERENCES "Categories" ("CategoryID"),
    FOREIGN KEY ("SupplierID") REFERENCES "Suppliers" ("SupplierID") ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE "Orders" (
    "OrderID" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "CustomerID" TEXT, "EmployeeID" INTEGER, "OrderDate" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "ShipVia" INTEGER, "Freight" NUMERIC DEFAULT 0,
    FOREIGN KEY ("EmployeeID") REFERENCES "Employees" ("EmployeeID"), FOREIGN KEY ("CustomerID") REFERENCES "Customers" ("CustomerID"),
    FOREIGN KEY ("ShipVia") REFERENCES "Shippers" ("ShipperID") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "Order Details" (
    "OrderID" INTEGER NOT NULL, "ProductID" INTEGER NOT NULL, "UnitPrice" NUMERIC NOT NULL DEFAULT 0, "Quantity" INTEGER NOT NULL DEFAULT 1,
    "Discount" REAL NOT NULL DEFAULT 0,
    PRIMARY KEY ("OrderID", "ProductID"), CHECK ("Discount">=(0) AND "Discount"<=(1)), CHECK ("Quantity">(0)),
    FOREIGN KEY ("OrderID") REFERENCES "Orders" ("OrderID") ON DELETE CASCADE, FOREIGN KEY ("ProductID") REFERENCES "Products" ("ProductID"));
CREATE TABLE "Log" (at TEXT DEFAULT CURRENT_TIMESTAMP, untyped, "EOF" TEXT, 'größe' INTEGER, "2nd" TEXT, "a/b" TEXT, "a b" TEXT) ;
CREATE INDEX "Order Date" ON "Orders" ("OrderDate" DESC, "CustomerID" COLLATE NOCASE);
CREATE VIEW "Order Subtotals" AS SELECT "OrderID", sum("UnitPrice" * "Quantity" * (1 - "Discount")) AS "Subtotal" FROM "Order Details" GROUP BY "OrderID";
CREATE VIEW "Product List" AS SELECT * FROM "Products" WHERE "Discontinued" = '0';

INSERT INTO "Categories" ("CategoryName", "Picture") VALUES ('Beverages', x'00ff'), ('Condiments', NULL);
INSERT INTO "Customers" ("CustomerID", "CompanyName", "Region") VALUES ('ALFKI', 'Alfreds Futterkiste', NULL), ('ANATR', 'Ana Trujillo', 'México');
INSERT INTO "CustomerDemographics" VALUES ('big', 'buys much');
INSERT INTO "CustomerCustomerDemo" VALUES ('ALFKI', 'big');
INSERT INTO "Region" VALUES (1, 'Eastern'), (2, 'Western');
INSERT INTO "Territories" VALUES ('01581', 'Westboro', 1);
INSERT INTO "Employees" ("LastName", "ReportsTo") VALUES ('Fuller', NULL), ('Davolio', 1);
INSERT INTO "EmployeeTerritories" VALUES (2, '01581');
INSERT INTO "Shippers" ("CompanyName") VALUES ('Speedy Express');
INSERT INTO "Suppliers" ("CompanyName") VALUES ('Exotic Liquids');
INSERT INTO "Products" ("ProductName", "SupplierID", "CategoryID", "UnitPrice", "UnitsInStock") VALUES ('Chai', 1, 1, 18, 39), ('Aniseed Syrup', 1, 2, 10.5, 13);
INSERT INTO "Orders" ("CustomerID", "EmployeeID", "ShipVia", "Freight") VALUES ('ALFKI', 2, 1, 32.38), ('ANATR', 1, NULL, 0);
INSERT INTO "Order Details" VALUES (1, 1, 18, 10, 0), (1, 2, 10, 5, 0.15), (2, 1, 18, 1, 0);
INSERT INTO "Log" (untyped) VALUES (1), ('two'), (x'03');
