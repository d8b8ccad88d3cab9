ripresa_room(statistics SOURCES histogram.cpp kaplan_meier.cpp mean.cpp proportion.cpp rank_selection.cpp sample.cpp sample_table.cpp
             ROOMS base PRIVATE Boost::headers)
