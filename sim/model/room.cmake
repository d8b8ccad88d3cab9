ripresa_room(model
  SOURCES backend_timeline.cpp build_model.cpp build_supply.cpp day_run.cpp group_run.cpp hub_groups.cpp hub_run.cpp hub_run_outage.cpp
          hub_run_paper.cpp hub_run_response.cpp hub_run_service.cpp hub_run_supply.cpp people.cpp
  ROOMS base engine observation scenario)
