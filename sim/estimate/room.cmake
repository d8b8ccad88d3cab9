ripresa_room(estimate SOURCES arrivals.cpp averaged.cpp estimate.cpp fluid_scenario.cpp neglected.cpp response_times.cpp station_phases.cpp
  ROOMS base engine exact experiment model scenario)
