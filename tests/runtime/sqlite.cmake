# Through aludel::sqlite; the editor of definitions, and SQLite itself as an application would bring it.
if(TARGET aludel_sqlite)
  aludel_test(runtime_sqlite_test
    SOURCES connection_test.cpp create_table_test.cpp definition_edit_test.cpp dependents_test.cpp hidden_tables_test.cpp rebuild_test.cpp upgrade_settings_test.cpp upgrade_test.cpp concurrency.cpp concurrency_test.cpp
    LIBRARIES aludel_sqlite aludel_test_support SQLite::SQLite3)
  aludel_test(alembic_test
    SOURCES alembic_questions.cpp alembic_test.cpp
    LIBRARIES aludel_sqlite aludel_test_support)
  target_compile_definitions(alembic_test PRIVATE ALEMBIC_ANSWERS="${CMAKE_CURRENT_SOURCE_DIR}/alembic_answers.py")
  # Hundreds of processes that are killed, and as many faults: ALUDEL_ALL_FAULTS=1 for every place.
  add_library(aludel_sqlite_faults STATIC
    sqlite_fault/chain.cpp sqlite_fault/fault_run.cpp sqlite_fault/fault_vfs.cpp sqlite_fault/scenario.cpp
    sqlite_fault/unsynced.cpp)
  aludel_target(aludel_sqlite_faults)
  target_include_directories(aludel_sqlite_faults PRIVATE ${PROJECT_SOURCE_DIR}/runtime/source)
  target_link_libraries(aludel_sqlite_faults PUBLIC aludel_sqlite aludel_test_support SQLite::SQLite3 GTest::gtest)
  aludel_test(sqlite_kill_test WHOLE
    SOURCES sqlite_fault/batches_test.cpp sqlite_fault/kill_test.cpp sqlite_fault/parted_test.cpp sqlite_fault/restore_test.cpp
    LIBRARIES aludel_sqlite_faults)
  aludel_test(sqlite_error_test WHOLE
    SOURCES sqlite_fault/error_test.cpp sqlite_fault/hostile_test.cpp sqlite_fault/many_tables_test.cpp
    LIBRARIES aludel_sqlite_faults)
endif()
