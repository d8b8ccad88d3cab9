ripresa_room(model
  SOURCES backend_graph.cpp backend_run.cpp backend_sharing.cpp backend_timeline.cpp build_model.cpp build_supply.cpp
          day_run.cpp failures.cpp group_run.cpp hub_groups.cpp hub_run.cpp hub_run_calls.cpp hub_run_outage.cpp
          hub_run_offline.cpp hub_run_paper.cpp hub_run_patience.cpp hub_run_record.cpp hub_run_response.cpp
          hub_run_retry.cpp hub_run_send_home.cpp hub_run_service.cpp hub_run_supply.cpp people.cpp
          stream_calls.cpp stream_peaks.cpp stream_response.cpp stream_run.cpp stream_sound.cpp stream_station.cpp streamable.cpp
  ROOMS base engine observation scenario)
