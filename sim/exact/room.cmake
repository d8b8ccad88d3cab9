ripresa_room(exact
  SOURCES birth_death.cpp distribution.cpp erlang.cpp general_service.cpp infinite_servers.cpp flow.cpp fluid.cpp fluid_station.cpp jackson.cpp outage_chain.cpp
          poisson_weights.cpp transient.cpp
  ROOMS base scenario statistics PRIVATE Boost::headers Eigen3::Eigen)
