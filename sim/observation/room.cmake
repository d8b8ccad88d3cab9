ripresa_room(observation SOURCES backlog.cpp call_record.cpp campaign_record.cpp conservation.cpp ROOMS base)
