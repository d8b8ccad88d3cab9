ripresa_room(observation SOURCES backlog.cpp conservation.cpp ROOMS base)
