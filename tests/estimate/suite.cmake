ripresa_test(estimate SOURCES convergence_test.cpp estimate_test.cpp held_counters_test.cpp pace_changes_test.cpp LINK ripresa::estimate)
