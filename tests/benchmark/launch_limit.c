/* The limit of a launch: opens the file, reads one row, exits. */
#include <sqlite3.h>

int main(int argc, char** argv) {
    sqlite3* database;
    sqlite3_stmt* statement;
    if (argc != 2 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READWRITE, 0) != SQLITE_OK) return 1;
    if (sqlite3_prepare_v2(database, "SELECT revision FROM aludel_revision LIMIT 1", -1, &statement, 0) != SQLITE_OK)
        return 1;
    if (sqlite3_step(statement) != SQLITE_ROW) return 1;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return 0;
}
