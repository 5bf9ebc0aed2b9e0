if(TARGET aludel_postgresql)
  aludel_test(postgresql_dialect_test
    SOURCES postgresql_conversion_test.cpp postgresql_expression_test.cpp postgresql_impact_test.cpp postgresql_indexes_test.cpp postgresql_lab.cpp postgresql_objects_test.cpp
      postgresql_random_test.cpp postgresql_rewrite_test.cpp postgresql_rows_test.cpp postgresql_spelling_test.cpp
      postgresql_test.cpp postgresql_type_change_test.cpp
    LIBRARIES aludel_random_schema aludel_postgresql aludel_test_support
    NEEDS postgresql)
endif()
