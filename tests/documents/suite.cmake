# Pages whose examples run. With sanitizers they run small and nothing is compared: the figures are the release build's.
set(documents_quick "")
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  set(documents_quick --quick)
endif()
add_executable(first_program documents/first_program.cpp)
target_link_libraries(first_program PRIVATE ripresa::experiment)
foreach(page README.md scenarios/README.md tools/README.md tests/README.md include/ripresa/README.md include/ripresa/LIMITATIONS.md)
  add_test(NAME documents/${page}
           COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/documents/run_examples.py ${documents_quick}
                   --program $<TARGET_FILE:ripresa> --first-program $<TARGET_FILE:first_program> --source ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/${page})
  set_tests_properties(documents/${page} PROPERTIES LABELS documents)
endforeach()
add_test(NAME documents/links
         COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/documents/check_links.py ${PROJECT_SOURCE_DIR})
add_test(NAME documents/includes
         COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/documents/check_includes.py ${PROJECT_SOURCE_DIR})
