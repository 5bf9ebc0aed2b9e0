-- The same company on PostgreSQL: fixed characters, reals, names in quotes beside such without, a table in a schema of its own.
CREATE TABLE categories (category_id smallint NOT NULL, category_name character varying(15) NOT NULL, description text, picture bytea);
CREATE TABLE customer_demographics (customer_type_id character varying(5) NOT NULL, customer_desc text);
CREATE TABLE customers (customer_id character varying(5) NOT NULL, company_name character varying(40) NOT NULL, region character varying(15), phone character varying(24));
CREATE TABLE customer_customer_demo (customer_id character varying(5) NOT NULL, customer_type_id character varying(5) NOT NULL);
CREATE TABLE employees (employee_id smallint NOT NULL, last_name character varying(20) NOT NULL, birth_date date, photo bytea, notes text, reports_to smallint);
CREATE TABLE region (region_id smallint NOT NULL, region_description character varying(60) NOT NULL);
CREATE TABLE territories (territory_id character varying(20) NOT NULL, territory_description character varying(60) NOT NULL, region_id smallint NOT NULL);
CREATE TABLE employee_territories (employee_id smallint NOT NULL, territory_id character varying(20) NOT NULL);
CREATE TABLE shippers (shipper_id smallint NOT NULL, company_name character varying(40) NOT NULL);
CREATE TABLE suppliers (supplier_id smallint NOT NULL, company_name character varying(40) NOT NULL, homepage text);
CREATE TABLE products (
    product_id smallint NOT NULL, product_name character varying(40) NOT NULL, supplier_id smallint, category_id smallint,
    unit_price real DEFAULT 0.1, units_in_stock smallint DEFAULT '-1'::integer, discontinued integer NOT NULL);
CREATE TABLE orders (
    order_id smallint NOT NULL, customer_id character varying(5), employee_id smallint, order_date date DEFAULT CURRENT_DATE, ship_via smallint,
    freight real, "Ship Name" character varying(40) COLLATE "C", "class" char(1) DEFAULT 'x', "Table" money);
CREATE TABLE order_details (order_id smallint NOT NULL, product_id smallint NOT NULL, unit_price real NOT NULL, quantity smallint NOT NULL, discount real NOT NULL);
CREATE SCHEMA "US";
CREATE TABLE "US".us_states (state_id smallint NOT NULL, state_name character varying(100), state_abbr character varying(2), "order" interval DEFAULT '1 day');
CREATE TABLE "US".orders (order_id smallint PRIMARY KEY, state_id smallint);

ALTER TABLE ONLY categories ADD CONSTRAINT pk_categories PRIMARY KEY (category_id);
ALTER TABLE ONLY customer_customer_demo ADD CONSTRAINT pk_customer_customer_demo PRIMARY KEY (customer_id, customer_type_id);
ALTER TABLE ONLY customer_demographics ADD CONSTRAINT pk_customer_demographics PRIMARY KEY (customer_type_id);
ALTER TABLE ONLY customers ADD CONSTRAINT pk_customers PRIMARY KEY (customer_id);
ALTER TABLE ONLY employees ADD CONSTRAINT pk_employees PRIMARY KEY (employee_id);
ALTER TABLE ONLY employee_territories ADD CONSTRAINT pk_employee_territories PRIMARY KEY (employee_id, territory_id);
ALTER TABLE ONLY order_details ADD CONSTRAINT pk_order_details PRIMARY KEY (order_id, product_id);
ALTER TABLE ONLY orders ADD CONSTRAINT pk_orders PRIMARY KEY (order_id);
ALTER TABLE ONLY products ADD CONSTRAINT pk_products PRIMARY KEY (product_id);
ALTER TABLE ONLY region ADD CONSTRAINT pk_region PRIMARY KEY (region_id);
ALTER TABLE ONLY shippers ADD CONSTRAINT pk_shippers PRIMARY KEY (shipper_id);
ALTER TABLE ONLY suppliers ADD CONSTRAINT pk_suppliers PRIMARY KEY (supplier_id);
ALTER TABLE ONLY territories ADD CONSTRAINT pk_territories PRIMARY KEY (territory_id);
ALTER TABLE ONLY "US".us_states ADD CONSTRAINT pk_usstates PRIMARY KEY (state_id);
ALTER TABLE ONLY orders ADD CONSTRAINT fk_orders_customers FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE ONLY orders ADD CONSTRAINT fk_orders_employees FOREIGN KEY (employee_id) REFERENCES employees;
ALTER TABLE ONLY orders ADD CONSTRAINT fk_orders_shippers FOREIGN KEY (ship_via) REFERENCES shippers;
ALTER TABLE ONLY order_details ADD CONSTRAINT fk_order_details_products FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE ONLY order_details ADD CONSTRAINT fk_order_details_orders FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE;
ALTER TABLE ONLY products ADD CONSTRAINT fk_products_categories FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE ONLY products ADD CONSTRAINT fk_products_suppliers FOREIGN KEY (supplier_id) REFERENCES suppliers;
ALTER TABLE ONLY territories ADD CONSTRAINT fk_territories_region FOREIGN KEY (region_id) REFERENCES region;
ALTER TABLE ONLY employee_territories ADD CONSTRAINT fk_employee_territories_territories FOREIGN KEY (territory_id) REFERENCES territories;
ALTER TABLE ONLY employee_territories ADD CONSTRAINT fk_employee_territories_employees FOREIGN KEY (employee_id) REFERENCES employees;
ALTER TABLE ONLY customer_customer_demo ADD CONSTRAINT fk_customer_customer_demo_customer_demographics FOREIGN KEY (customer_type_id) REFERENCES customer_demographics;
ALTER TABLE ONLY customer_customer_demo ADD CONSTRAINT fk_customer_customer_demo_customers FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE ONLY employees ADD CONSTRAINT fk_employees_employees FOREIGN KEY (reports_to) REFERENCES employees;
-- Two that refer to each other, in a schema where another table has the name of one.
ALTER TABLE "US".orders ADD CONSTRAINT fk_state FOREIGN KEY (state_id) REFERENCES "US".us_states;
ALTER TABLE "US".us_states ADD COLUMN last_order smallint CONSTRAINT fk_last REFERENCES "US".orders MATCH FULL;
CREATE VIEW "US"."all states" AS SELECT state_id, state_name FROM "US".us_states ORDER BY state_name;

INSERT INTO categories VALUES (1, 'Beverages', NULL, '\x00ff'), (2, 'Condiments', 'sweet and savory', NULL);
INSERT INTO customers VALUES ('ALFKI', 'Alfreds Futterkiste', NULL, '030-0074321'), ('ANATR', 'Ana Trujillo', 'México', NULL);
INSERT INTO customer_demographics VALUES ('big', NULL);
INSERT INTO customer_customer_demo VALUES ('ALFKI', 'big');
INSERT INTO employees VALUES (2, 'Fuller', '1952-02-19', NULL, NULL, NULL), (1, 'Davolio', NULL, NULL, NULL, 2);
INSERT INTO region VALUES (1, 'Eastern');
INSERT INTO territories VALUES ('01581', 'Westboro', 1);
INSERT INTO employee_territories VALUES (1, '01581');
INSERT INTO shippers VALUES (1, 'Speedy Express');
INSERT INTO suppliers VALUES (1, 'Exotic Liquids', NULL);
INSERT INTO products VALUES (1, 'Chai', 1, 1, 18, 39, 1), (2, 'Aniseed Syrup', 1, 2, 10.5, 13, 0);
INSERT INTO orders VALUES (10248, 'ALFKI', 1, '2026-07-04', 1, 32.38, 'Vins', 'y', 12.5), (10249, 'ANATR', 2, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO order_details VALUES (10248, 1, 18, 10, 0), (10248, 2, 10, 5, 0.15), (10249, 1, 18, 1, 0);
INSERT INTO "US".us_states VALUES (1, 'Alabama', 'AL'), (2, 'Alaska', 'AK');
INSERT INTO "US".orders VALUES (1, 1);
