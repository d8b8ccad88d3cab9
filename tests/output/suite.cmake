ripresa_test(output SOURCES backends_csv_test.cpp csv_test.cpp files_test.cpp result_files_test.cpp comparison_test.cpp screen_test.cpp LINK
                 ripresa::output)
