ripresa_test(base SOURCES date_test.cpp error_test.cpp LINK ripresa::base)
