ripresa_test(base SOURCES csv_rows_test.cpp date_test.cpp error_test.cpp instructions_test.cpp scratch_file_test.cpp text_file_test.cpp threads_test.cpp utf8_test.cpp LINK ripresa::base)
