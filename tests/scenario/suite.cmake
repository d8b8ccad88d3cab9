ripresa_test(scenario SOURCES
    backend_errors_test.cpp
    booking_errors_test.cpp
    campaign_errors_test.cpp
    error_messages_test.cpp
    extends_test.cpp
    hub_errors_test.cpp
    hub_table_errors_test.cpp
    hub_table_test.cpp
    list_elements_test.cpp
    missing_keys_test.cpp
    name_errors_test.cpp
    objective_limits_test.cpp
    override_test.cpp
    random_key_limits_test.cpp
    resolved_test.cpp
    servers_rule_test.cpp
    supply_errors_test.cpp
             LINK ripresa::scenario)
