ripresa_test(tools SOURCES program.cpp arguments_test.cpp run_test.cpp interruption_test.cpp check_test.cpp compare_test.cpp estimate_test.cpp hand_computed_test.cpp import_test.cpp messages_test.cpp nation_test.cpp campaign_test.cpp
             LINK ripresa::output util)
add_dependencies(test_tools ripresa)
target_compile_definitions(test_tools PRIVATE RIPRESA_PROGRAM="$<TARGET_FILE:ripresa>")
