ripresa_room(observation SOURCES backlog.cpp campaign_record.cpp conservation.cpp ROOMS base)
