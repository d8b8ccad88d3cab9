ripresa_room(scenario
  SOURCES distribution.cpp document.cpp nearest_name.cpp node.cpp quantities.cpp read_backend.cpp read_behaviour.cpp
          read_distribution.cpp read_failure.cpp read_hub.cpp read_objective.cpp read_response.cpp read_retry.cpp
          read_scenario.cpp read_station.cpp read_supply.cpp reader.cpp resolved.cpp resolved_backend.cpp
          resolved_behaviour.cpp resolved_response.cpp resolved_supply.cpp toml_text.cpp
  ROOMS base PRIVATE tomlplusplus::tomlplusplus Boost::headers)
