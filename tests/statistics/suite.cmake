ripresa_test(statistics SOURCES coverage_test.cpp kaplan_meier_test.cpp mean_test.cpp proportion_test.cpp rank_selection_test.cpp quantile_test.cpp row_store_test.cpp sample_table_test.cpp
             LINK ripresa::statistics)
