ripresa_room(output
  SOURCES
    backends_csv.cpp
    backlog_csv.cpp
    campaign_files.cpp
    campaign_screen.cpp
    comparison.cpp
    comparison_screen.cpp
    csv.cpp
    csv_file.cpp
    files.cpp
    last_to_catch_up.cpp
    manifest.cpp
    replications_csv.cpp
    risk_files.cpp
    risk_screen.cpp
    screen.cpp
    series_columns.cpp
    summary_csv.cpp
    text_columns.cpp
    verdicts.cpp
    version.cpp
  ROOMS base experiment statistics scenario PUBLIC nlohmann_json::nlohmann_json PRIVATE Boost::headers)
set_source_files_properties(output/version.cpp PROPERTIES COMPILE_DEFINITIONS
  "RIPRESA_VERSION=\"${PROJECT_VERSION}\";RIPRESA_COMPILER=\"${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\";RIPRESA_BUILD_TYPE=\"${CMAKE_BUILD_TYPE}\"")
