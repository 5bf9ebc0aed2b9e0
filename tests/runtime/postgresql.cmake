# libpq itself: a handle of the application's.
if(TARGET aludel_postgresql)
  aludel_test(runtime_postgresql_test
    SOURCES concurrency.cpp postgresql_concurrency_test.cpp postgresql_half_done_test.cpp
      postgresql_hidden_tables_test.cpp postgresql_lock_test.cpp postgresql_many_tables_test.cpp postgresql_settings_test.cpp
      postgresql_split_killed_test.cpp postgresql_split_test.cpp postgresql_stop_test.cpp postgresql_test.cpp
    LIBRARIES aludel_postgresql aludel_test_support PostgreSQL::PostgreSQL
    NEEDS postgresql)
endif()

if(TARGET aludel_postgresql)
  aludel_test(postgresql_latency_test WHOLE
    SOURCES postgresql_latency_test.cpp
    LIBRARIES aludel_postgresql aludel_test_support
    NEEDS postgresql)
endif()

# Connections that are cut after any message; sessions that are ended, processes that are killed, and the disk of a
# server that becomes full, before any step.
if(TARGET aludel_postgresql)
  aludel_test(postgresql_fault_test WHOLE
    SOURCES postgresql_fault/cut_test.cpp postgresql_fault/fault_database.cpp postgresql_fault/kill_test.cpp
    LIBRARIES aludel_postgresql aludel_test_support
    NEEDS postgresql)
  if(TARGET aludel_full_disk)
    target_sources(postgresql_fault_test PRIVATE postgresql_fault/full_disk_test.cpp)
  endif()
endif()

# Through a real PgBouncer.
if(TARGET aludel_postgresql)
  aludel_test(postgresql_pooler_test WHOLE
    SOURCES concurrency.cpp postgresql_pooler_test.cpp
    LIBRARIES aludel_postgresql aludel_test_support
    NEEDS postgresql)
endif()
