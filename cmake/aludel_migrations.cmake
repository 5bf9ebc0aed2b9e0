# add_migrations(<target> MODELS <header>… [DIRECTORY <dir>…] [DATABASES sqlite|postgresql…] [ON_PENDING warn|error]
#                [METADATA <symbol>] [NAME <name>] [HISTORY_TABLE <[schema.]name>] [VERSION <version>]
#                [BUNDLE [<source>…]])
#
# Compares the models with the revisions in every build, reports what is in no revision, and embeds the revisions into
# the target: `#include <<name>/migrations.hpp>`, `<name>::migrations`. Nothing of the target's is executed, and the
# source tree is only read.
#
#   MODELS      headers with aludel::table descriptions, in the order in which they are to be included
#   DIRECTORY   where the revision files are (default: migrations); new ones go beside their parent, or into the first,
#               where aludel.yaml holds more settings (migrations/formats.md)
#   DATABASES   what the target can run on (default: all that this aludel has); their libraries are linked
#   ON_PENDING  warn (default) or error: what a build does with changes that are in no revision
#   METADATA    the aludel::metadata<…> object in the models (default: metadata)
#   HISTORY_TABLE  where databases keep what they have had (default: aludel_revision)
#   VERSION     of the application, kept with what a database has had (default: PROJECT_VERSION)
#   NAME        the namespace and the directory of the header (default: the target's name, in the namespace with _ for
#               what C++ does not allow in one)
#   BUNDLE      also builds a program <target>-migrate that upgrades a database (`--url URL` or $ALUDEL_URL) before the
#               target is launched: the revisions, and the sources that define the functions of their `call` steps
#
# Also made: <target>_revision, which writes a revision ($ALUDEL_MESSAGE is its message), and <target>_check.
include_guard()

# The functions below mean the same whatever policies their caller has set.
cmake_policy(PUSH)
cmake_policy(VERSION 3.22...3.25)

include(${CMAKE_CURRENT_LIST_DIR}/aludel_migrations_arguments.cmake)

function(add_migrations target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ON_PENDING;METADATA;NAME;HISTORY_TABLE;VERSION" "MODELS;DIRECTORY;DATABASES;BUNDLE")
  set(aludel_arguments ${ARGN})
  aludel_check_arguments()
  set_target_properties(${target} PROPERTIES ALUDEL_MIGRATIONS ON)

  set(directory ${CMAKE_BINARY_DIR}/aludel-projects/${target})
  aludel_add_snapshot(${target} ${directory})

  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    string(APPEND directory "/$<CONFIG>")
  endif()
  aludel_write_project(${target} ${directory})
  aludel_find_tool(command depends)
  aludel_embed(${target} ${directory})
  aludel_link(${target})
  aludel_add_commands(${target})
  if(bundle)
    aludel_add_bundle(${target} ${directory})
  endif()
endfunction()

# What the compiler makes of the models, as the target compiles them: an object that is only ever read.
function(aludel_add_snapshot target directory)
  set(aludel_metadata ${arg_METADATA})
  set(aludel_model_includes "")
  foreach(model IN LISTS models)
    string(APPEND aludel_model_includes "#include \"${model}\"\n")
  endforeach()
  configure_file(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/snapshot.cpp.in ${directory}/snapshot.cpp @ONLY)

  set(snapshot ${target}_snapshot)
  add_library(${snapshot} OBJECT EXCLUDE_FROM_ALL ${directory}/snapshot.cpp)
  # With what the target links, but not as it links: an interface may bring sources, which have no place here.
  foreach(property IN ITEMS INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS COMPILE_FEATURES)
    set_property(TARGET ${snapshot} APPEND PROPERTY ${property} "$<TARGET_PROPERTY:${target},${property}>")
  endforeach()
  # Link-time optimisation would leave no bytes to read. The target itself warns about the same headers.
  target_compile_options(${snapshot} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-fno-lto -w>)
  set_target_properties(${snapshot} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF UNITY_BUILD OFF
    DISABLE_PRECOMPILE_HEADERS ON AUTOMOC OFF AUTOUIC OFF AUTORCC OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  # These hold no generator expressions, and may be set after this call.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL aludel_follow_target [[${target}]])")
endfunction()

function(aludel_follow_standard target follower)
  foreach(property IN ITEMS CXX_STANDARD CXX_STANDARD_REQUIRED CXX_EXTENSIONS)
    get_target_property(value ${target} ${property})
    if(NOT value MATCHES "NOTFOUND$")
      set_target_properties(${follower} PROPERTIES ${property} "${value}")
    endif()
  endforeach()
endfunction()

function(aludel_follow_target target)
  aludel_follow_standard(${target} ${target}_snapshot)
  # Models may include what another target generates.
  foreach(property IN ITEMS MANUALLY_ADDED_DEPENDENCIES LINK_LIBRARIES)
    get_target_property(dependencies ${target} ${property})
    foreach(dependency IN LISTS dependencies)
      if(TARGET ${dependency} AND NOT dependency MATCHES "^aludel::" AND NOT dependency STREQUAL "${target}_embed")
        add_dependencies(${target}_snapshot ${dependency})
      endif()
    endforeach()
  endforeach()
endfunction()

function(aludel_json_list variable)
  list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"")
  list(JOIN ARGN ", " text)
  set(${variable} "[${text}]" PARENT_SCOPE)
endfunction()

# What the aludel command must know of this project (read by tool/project.cpp).
function(aludel_write_project target directory)
  aludel_json_list(model_list ${models})
  aludel_json_list(database_list ${arg_DATABASES})
  aludel_json_list(directory_list ${arg_DIRECTORY})
  file(GENERATE OUTPUT ${directory}/project.json CONTENT "{
  \"version\": 1,
  \"name\": \"${arg_NAME}\",
  \"target\": \"${target}\",
  \"configuration\": \"$<CONFIG>\",
  \"cmake\": \"${CMAKE_COMMAND}\",
  \"source_directory\": \"${CMAKE_SOURCE_DIR}\",
  \"build_directory\": \"${CMAKE_BINARY_DIR}\",
  \"output_directory\": \"${directory}\",
  \"migrations\": ${directory_list},
  \"history_table\": \"${arg_HISTORY_TABLE}\",
  \"application_version\": \"${arg_VERSION}\",
  \"databases\": ${database_list},
  \"models\": ${model_list},
  \"snapshot_objects\": [\"$<JOIN:$<TARGET_OBJECTS:${target}_snapshot>,\", \">\"],
  \"on_pending\": \"${arg_ON_PENDING}\"
}
")
endfunction()

# The command that runs on this machine, and what a build must wait for.
function(aludel_find_tool command depends)
  if(ALUDEL_TOOL)
    set(tool ${ALUDEL_TOOL})
  elseif(TARGET aludel::tool AND NOT CMAKE_CROSSCOMPILING)
    set(${command} $<TARGET_FILE:aludel::tool> PARENT_SCOPE)
    set(${depends} aludel::tool PARENT_SCOPE)
    return()
  else()
    find_program(tool aludel NO_CACHE NO_CMAKE_FIND_ROOT_PATH)
  endif()
  if(NOT tool)
    aludel_fail("no aludel command that runs on this machine was found. Build or install aludel for it, and set "
      "-DALUDEL_TOOL=<path of aludel>, or add its directory to PATH.")
  endif()
  execute_process(COMMAND ${tool} --version OUTPUT_VARIABLE version ERROR_VARIABLE error RESULT_VARIABLE result
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT result EQUAL 0)
    aludel_fail("\"${tool}\" does not run (${result}). ALUDEL_TOOL must be an aludel command for this machine. ${error}")
  endif()
  get_property(aludel_version GLOBAL PROPERTY ALUDEL_VERSION)
  if(NOT version STREQUAL "aludel ${aludel_version}")
    aludel_fail("\"${tool}\" is ${version}, but this is aludel ${aludel_version}. Set ALUDEL_TOOL to the command of the same version.")
  endif()
  set(${command} ${tool} PARENT_SCOPE)
  set(${depends} ${tool} PARENT_SCOPE)
endfunction()

# The stamp is always touched, the files only where they differ: a declared output that keeps its old time would make
# Unix Makefiles run the command in every build, and one that is always written would compile in every build.
function(aludel_embed target directory)
  set(stamp ${directory}/embed.stamp)
  set(source ${directory}/${arg_NAME}/migrations.cpp)
  set(header ${directory}/${arg_NAME}/migrations.hpp)
  aludel_follow_revisions(revisions)
  add_custom_command(OUTPUT ${stamp}
    BYPRODUCTS ${source} ${header} ${directory}/${arg_NAME}/main.cpp ${directory}/pending.txt
    COMMAND ${command} embed ${directory}/project.json
    DEPENDS ${depends} ${directory}/project.json $<TARGET_OBJECTS:${target}_snapshot> ${revisions}
    COMMENT "Comparing the models of ${target} with its revisions"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_dependencies(${target} ${target}_snapshot) # Unix Makefiles have no rule for another target's objects
  target_sources(${target} PRIVATE ${source} ${stamp})
  set_source_files_properties(${source} PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON SKIP_AUTOGEN ON SKIP_LINTING ON)
  set_source_files_properties(${header} PROPERTIES SKIP_AUTOGEN ON)
  target_include_directories(${target} PRIVATE ${directory})
endfunction()

# Revision files come, change and go: the command names them in a depfile, and their directory, without a new
# configuration. Unix Makefiles only ever add to what a depfile once said, so that a file that is gone would run the
# command in every build: there they are found by a glob that each build checks.
function(aludel_follow_revisions variable)
  if(NOT CMAKE_GENERATOR MATCHES "Makefiles")
    set(${variable} DEPFILE ${directory}/embed.d PARENT_SCOPE)
    return()
  endif()
  # aludel.yaml may name more directories: the command writes down which, and CMake looks again when they change.
  set(followed ${CMAKE_BINARY_DIR}/aludel-projects/${target}/directories.txt)
  if(NOT EXISTS ${followed})
    list(JOIN arg_DIRECTORY "\n" text)
    file(WRITE ${followed} "${text}\n")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${followed})
  file(STRINGS ${followed} directories)
  set(revisions "")
  foreach(each IN LISTS arg_DIRECTORY directories)
    file(GLOB files CONFIGURE_DEPENDS ${each}/*.yaml)
    list(APPEND revisions ${files})
    if(EXISTS ${each})
      list(APPEND revisions ${each})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES revisions)
  set(${variable} ${revisions} PARENT_SCOPE)
endfunction()

# As target_link_libraries() does, but also where the target's own calls have no keyword: CMake rejects a mix. What links
# a static library gets all of it: the database's registration must stand in the program itself.
function(aludel_link target)
  set(libraries aludel::runtime)
  foreach(database IN LISTS arg_DATABASES)
    list(APPEND libraries aludel::${database})
  endforeach()
  set_property(TARGET ${target} APPEND PROPERTY LINK_LIBRARIES ${libraries})
  get_target_property(type ${target} TYPE)
  if(type STREQUAL STATIC_LIBRARY)
    set_property(TARGET ${target} APPEND PROPERTY INTERFACE_LINK_LIBRARIES ${libraries})
  endif()
endfunction()

# The revisions as a program of their own. Its sources are compiled as the target's are, but nothing else of the target's
# is linked: what they need besides is for the caller to name, `target_link_libraries(<target>-migrate PRIVATE …)`.
function(aludel_add_bundle target directory)
  # Of two targets that generate a file, Unix Makefiles would run both at once.
  add_custom_target(${target}_embed DEPENDS ${directory}/embed.stamp)
  add_dependencies(${target}_embed ${target}_snapshot)
  add_dependencies(${target} ${target}_embed)
  add_executable(${bundle} ${directory}/${arg_NAME}/main.cpp ${directory}/${arg_NAME}/migrations.cpp ${bundle_sources})
  add_dependencies(${bundle} ${target}_embed)
  set_source_files_properties(${directory}/${arg_NAME}/main.cpp PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON SKIP_AUTOGEN ON SKIP_LINTING ON)
  foreach(property IN ITEMS INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS COMPILE_FEATURES)
    set_property(TARGET ${bundle} APPEND PROPERTY ${property} "$<TARGET_PROPERTY:${target},${property}>")
  endforeach()
  target_link_libraries(${bundle} PRIVATE aludel::runtime)
  foreach(database IN LISTS arg_DATABASES)
    target_link_libraries(${bundle} PRIVATE aludel::${database})
  endforeach()
  cmake_language(EVAL CODE "cmake_language(DEFER CALL aludel_follow_standard [[${target}]] [[${bundle}]])")
endfunction()

function(aludel_add_commands target)
  set(project ${command} -C ${CMAKE_BINARY_DIR} --name ${target} --configuration "$<CONFIG>" --no-build)
  add_custom_target(${target}_revision
    COMMAND ${project} revision
    DEPENDS ${depends} $<TARGET_OBJECTS:${target}_snapshot>
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} USES_TERMINAL VERBATIM)
  add_custom_target(${target}_check
    COMMAND ${project} check
    DEPENDS ${depends} $<TARGET_OBJECTS:${target}_snapshot>
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
  add_dependencies(${target}_revision ${target}_snapshot)
  add_dependencies(${target}_check ${target}_snapshot)
endfunction()

cmake_policy(POP)
