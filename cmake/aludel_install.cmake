# Install rules. Each library has an export of its own, so that a project loads only what it can link.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(aludel_package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/aludel)

foreach(part IN ITEMS runtime sqlite postgresql migrations tool)
  if(TARGET aludel_${part})
    install(TARGETS aludel_${part} EXPORT aludel_${part}
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
      LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
      RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(EXPORT aludel_${part} NAMESPACE aludel:: FILE aludel_${part}.cmake DESTINATION ${aludel_package_directory})
  endif()
endforeach()

# How a program that links a backend comes to know it: compiled into the program itself (see runtime/source/<database>).
foreach(database IN ITEMS sqlite postgresql)
  if(TARGET aludel_${database})
    install(FILES runtime/source/${database}/register_${database}.cpp DESTINATION share/aludel)
  endif()
endforeach()

install(DIRECTORY runtime/include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TARGET aludel_migrations)
  install(DIRECTORY migrations DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aludel
    FILES_MATCHING PATTERN "*.hpp" PATTERN sqlite EXCLUDE PATTERN postgresql EXCLUDE)
endif()

if(TARGET aludel_documents)
  set(documents ${PROJECT_BINARY_DIR}/tool)
  install(FILES ${documents}/aludel.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${documents}/aludel.bash RENAME aludel DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${documents}/_aludel DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${documents}/aludel.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

configure_package_config_file(cmake/aludelConfig.cmake.in ${PROJECT_BINARY_DIR}/aludelConfig.cmake
  INSTALL_DESTINATION ${aludel_package_directory})
# Before 1.0 a minor version may change what generated code relies on.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/aludelConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/aludelConfig.cmake
  ${PROJECT_BINARY_DIR}/aludelConfigVersion.cmake
  cmake/aludel_migrations.cmake
  cmake/aludel_migrations_arguments.cmake
  cmake/snapshot.cpp.in
  DESTINATION ${aludel_package_directory})
