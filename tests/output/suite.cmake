ripresa_test(output SOURCES csv_test.cpp files_test.cpp result_files_test.cpp comparison_test.cpp screen_test.cpp LINK
                 ripresa::output)
