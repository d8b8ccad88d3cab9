ripresa_test(estimate SOURCES convergence_test.cpp estimate_test.cpp LINK ripresa::estimate)
