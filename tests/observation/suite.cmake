ripresa_test(observation SOURCES backlog_test.cpp call_record_test.cpp conservation_test.cpp grid_test.cpp levels_test.cpp LINK ripresa::observation)
