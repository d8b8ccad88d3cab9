ripresa_room(experiment
  SOURCES
    backend_series.cpp
    campaign.cpp
    campaign_measures.cpp
    campaign_summary.cpp
    objectives.cpp
    replication_run.cpp
    results.cpp
    run_experiment.cpp
    run_measures.cpp
    scope_views.cpp
    station_measures.cpp
    summary.cpp
    supply_measures.cpp
    twin_measures.cpp
    waiting_statistics.cpp
  ROOMS base model observation scenario statistics engine PRIVATE Boost::headers TBB::tbb)
