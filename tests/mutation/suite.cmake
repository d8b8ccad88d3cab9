# Every deliberate fault still applies to the sources; `tests/mutation/run` without --check makes them one by one.
add_test(NAME mutation_faults_apply COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/mutation/run --check)
