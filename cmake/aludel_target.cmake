# What every target of ours has in common. Nothing here reaches a user's own targets.
include_guard()

# The tests' fuzz targets are led by what the code under them does with an input.
if(ALUDEL_SANITIZE AND ALUDEL_TESTS AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(aludel_has_fuzzer ON)
else()
  set(aludel_has_fuzzer OFF)
endif()

function(aludel_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  if(aludel_is_top_level)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
      -Wno-missing-field-initializers # a designated initialiser may leave out what has a default
      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>) # GCC 12 sees them in strings and optionals that are right
  endif()
  if(ALUDEL_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
  get_target_property(type ${target} TYPE)
  if(aludel_has_fuzzer AND type STREQUAL STATIC_LIBRARY)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# Headers that nearly every source of the target reads: most of the time goes there. For our own build alone; others may
# have reasons against it.
function(aludel_precompile target)
  if(aludel_is_top_level)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# A library that applications carry: its size matters more than its speed, which is the database's.
function(aludel_small_target target)
  aludel_target(${target})
  target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections
    $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-Os>)
endfunction()
