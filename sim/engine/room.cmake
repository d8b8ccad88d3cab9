find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
ripresa_room(engine SOURCES calendar.cpp key_sort.cpp length_biased_sampler.cpp quantile_table.cpp random.cpp sampler.cpp ROOMS base PRIVATE Boost::headers)
target_include_directories(ripresa_engine SYSTEM PUBLIC ${RANDOM123_INCLUDE_DIR})
