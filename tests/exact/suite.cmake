ripresa_test(exact SOURCES steady_state_test.cpp constant_service_test.cpp distribution_test.cpp
             LINK ripresa::exact Boost::headers)
