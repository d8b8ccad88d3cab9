ripresa_test(exact SOURCES constant_service_test.cpp distribution_test.cpp fluid_test.cpp poisson_weights_test.cpp steady_state_test.cpp transient_test.cpp
             LINK ripresa::exact Boost::headers Eigen3::Eigen)
