ripresa_room(verification
  SOURCES battery.cpp day_cases.cpp demand_cases.cpp distribution_cases.cpp experiments.cpp general_service_cases.cpp impatience_cases.cpp
          judge.cpp markov_cases.cpp network_cases.cpp observations.cpp recovery_cases.cpp systems.cpp transient_cases.cpp
  ROOMS base exact model observation scenario engine PRIVATE Boost::headers)
