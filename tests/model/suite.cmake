ripresa_test(model SOURCES
    all_responses_test.cpp
    allocation_test.cpp
    backend_graph_test.cpp
    backend_run_test.cpp
    backend_timeline_test.cpp
    campaign_test.cpp
    divert_test.cpp
    hand_computed_test.cpp
    misbooking_test.cpp
    mitigation_test.cpp
    offline_test.cpp
    paper_entry_test.cpp
    patience_test.cpp
    plain_run_test.cpp
    queueing_theory_test.cpp
    random_failure_test.cpp
    random_keys_test.cpp
    response_test.cpp
    retry_storm_test.cpp
    retry_test.cpp
    sample_path_test.cpp
    stream_heap_test.cpp
    stream_run_test.cpp
    supply_test.cpp
    turn_order_test.cpp
             LINK ripresa::model Boost::headers)
