# libpq itself: a handle of the application's.
if(TARGET aludel_postgresql)
  aludel_test(runtime_postgresql_test
    SOURCES concurrency.cpp postgresql_concurrency_test.cpp postgresql_lock_test.cpp postgresql_split_test.cpp
      postgresql_test.cpp
    LIBRARIES aludel_postgresql aludel_test_support PostgreSQL::PostgreSQL
    NEEDS postgresql)
endif()
