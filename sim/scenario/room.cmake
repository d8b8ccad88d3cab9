ripresa_room(scenario
  SOURCES distribution.cpp document.cpp hub_table.cpp nearest_name.cpp node.cpp quantities.cpp read_backend.cpp
          read_behaviour.cpp read_booking_failure.cpp read_campaign.cpp read_distribution.cpp read_hub.cpp
          read_objective.cpp read_response.cpp read_scenario.cpp read_scope.cpp read_station.cpp read_supply.cpp
          reader.cpp resolved.cpp resolved_behaviour.cpp resolved_campaign.cpp resolved_response.cpp
          resolved_supply.cpp servers_rule.cpp templates.cpp toml_text.cpp
  ROOMS base PRIVATE tomlplusplus::tomlplusplus Boost::headers)
