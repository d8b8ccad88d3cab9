ripresa_test(engine SOURCES calendar_test.cpp distribution_fit_test.cpp independence_test.cpp key_sort_test.cpp random_test.cpp ring_queue_test.cpp
                            sampler_test.cpp
             LINK ripresa::engine Boost::headers)
