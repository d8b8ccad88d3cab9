ripresa_room(statistics SOURCES kaplan_meier.cpp mean.cpp proportion.cpp ROOMS base PRIVATE Boost::headers)
